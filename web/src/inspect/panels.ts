/** The instruments of the dock. Each is a component of its own, which also stands alone. */
export interface PanelEntry {
  /** The value of `panel` in links, and the end of the component's name. */
  key: string;
  load(): Promise<unknown>;
}

export const panels: PanelEntry[] = [
  { key: 'backprop', load: () => import('./panels/backprop.js') },
  { key: 'flow', load: () => import('./panels/flow.js') },
];
