/** Single keys that act wherever nothing is being typed. */
import { textTable } from './language.js';
import type { Playground } from './playground.js';
import { newSeed } from './seed.js';
import { viewTable } from './view-settings.js';

export interface Shortcut {
  keys: string[];
  label: string;
  run(model: Playground): unknown;
  /** What of the page it opens. */
  opens?: 'presets' | 'runs' | 'time' | 'embed';
}

export const shortcuts: Shortcut[] = textTable(
  [
    { keys: [' '], label: 'Play or pause', run: (model) => model.toggle() },
    { keys: ['s'], label: 'One step', run: (model) => model.step() },
    { keys: ['b'], label: 'One step back', run: (model) => model.stepBack() },
    { keys: ['r'], label: 'Reset to the same initial weights', run: (model) => model.reset() },
    { keys: ['n'], label: 'New seed', run: newSeed },
    { keys: ['d'], label: 'Decision only', run: (model) => flip(model, 'discretize') },
    { keys: ['t'], label: 'Test points', run: (model) => flip(model, 'showTestData') },
    { keys: ['l'], label: 'Logarithmic loss', run: (model) => flip(model, 'logLoss') },
    { keys: ['e'], label: 'Lines: weights, gradient, last update', run: nextEdges },
    { keys: ['k'], label: 'Pin this run', run: async (model) => (await import('./pin.js')).pin(model) },
    { keys: ['p'], label: 'Presets', opens: 'presets', run: () => {} },
    { keys: ['c'], label: 'Runs: compare', opens: 'runs', run: () => {} },
    { keys: ['m'], label: 'Share and embed', opens: 'embed', run: () => {} },
    { keys: ['g'], label: 'Go to a step, train until', opens: 'time', run: () => {} },
  ],
  'label',
);

export const chords: Shortcut[] = textTable(
  [
    { keys: ['z'], label: 'Undo the last change of settings', run: (model) => model.edits.undo() },
    { keys: ['Z', 'y'], label: 'Redo', run: (model) => model.edits.redo() },
  ],
  'label',
);

function flip(model: Playground, key: 'discretize' | 'showTestData' | 'logLoss'): void {
  model.setView(key, String(model.view[key] !== 'true'));
}

function nextEdges(model: Playground): void {
  const values = viewTable.edges.choices.map(({ value }) => value);
  model.setView('edges', values[(values.indexOf(model.view.edges) + 1) % values.length] ?? 'weight');
}

/** The shortcut of a key press, unless the focused element needs the key itself. */
export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  const target = event.composedPath()[0];
  const element = target instanceof Element ? target : null;
  if (event.altKey || event.isComposing || isTyping(element)) return null;
  if (event.ctrlKey || event.metaKey) return chords.find(({ keys }) => keys.includes(event.key)) ?? null;
  if (event.key === ' ' && element?.matches('button, input, select, summary, a')) return null;
  if (event.key !== ' ' && element?.matches('select')) return null;
  return shortcuts.find(({ keys }) => keys.includes(event.key.toLowerCase())) ?? null;
}

function isTyping(element: Element | null): boolean {
  return (
    element?.matches('textarea, [contenteditable], input:not([type=range], [type=radio], [type=checkbox])') ?? false
  );
}
