import type { Playground } from './playground.js';
import { settingOf } from './settings.js';

/** Other points and other initial weights; a small number, easy to pass on. */
export function newSeed(model: Playground): void {
  const most = Math.min(9999, settingOf('seed', 'integer').max);
  const [draw = 0] = crypto.getRandomValues(new Uint32Array(1));
  model.change('seed', String(1 + (draw % most)));
}
