/** The instruments of the dock. Each is a component of its own, which also stands alone. */
export interface PanelEntry {
  /** The value of `panel` in links, and the end of the component's name. */
  key: string;
  load(): Promise<unknown>;
}

export const panels: PanelEntry[] = [
  { key: 'backprop', load: () => import('./panels/backprop.js') },
  { key: 'update', load: () => import('./panels/update.js') },
  { key: 'flow', load: () => import('./panels/flow.js') },
  { key: 'activations', load: () => import('./panels/activations.js') },
  { key: 'landscape', load: () => import('./panels/landscape.js') },
  { key: 'race', load: () => import('./panels/race.js') },
  { key: 'pairing', load: () => import('./panels/pairing.js') },
  { key: 'taylor', load: () => import('./panels/taylor.js') },
  { key: 'batches', load: () => import('./panels/batches.js') },
  { key: 'check', load: () => import('./panels/check.js') },
  { key: 'graph', load: () => import('./panels/graph.js') },
  { key: 'regularisation', load: () => import('./panels/regularisation.js') },
  { key: 'coach', load: () => import('./panels/coach.js') },
];
