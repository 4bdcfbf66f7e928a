/** Numbers that the visitor sets by hand, and the way back from these and from changed settings. */
import { samePoints } from './engine/protocol.js';
import { History, type Move } from './history.js';
import type { Playground } from './playground.js';
import { settings as table } from './settings.js';

export class Edits {
  readonly history = new History();
  readonly #model: Playground;

  constructor(model: Playground) {
    this.#model = model;
  }

  async setParameter(place: number, value: number): Promise<void> {
    const before = this.#model.parameters[place] ?? 0;
    await this.#edit({ kind: 'value', place, value });
    this.history.recordEdit({ kind: 'value', place, before, after: value });
    this.#model.emit('run');
  }

  async freeze(place: number, frozen: boolean): Promise<void> {
    const before = Number(this.#model.run?.frozen.includes(place) ?? false);
    await this.#edit({ kind: 'frozen', place, value: Number(frozen) });
    this.history.recordEdit({ kind: 'frozen', place, before, after: Number(frozen) });
    this.#model.emit('run');
  }

  undo(): Promise<void> {
    return this.#return(this.history.undo());
  }

  redo(): Promise<void> {
    return this.#return(this.history.redo());
  }

  async #edit({ kind, place, value }: NonNullable<Move['edit']>): Promise<void> {
    const model = this.#model;
    const run = await (kind === 'value'
      ? model.ask('setParameter', { place, value })
      : model.ask('freeze', { place, frozen: value !== 0 }));
    model.accept(run, null);
  }

  /** Live settings go back without losing the training; others need the whole run built again. */
  async #return(move: Move | null): Promise<void> {
    const model = this.#model;
    if (!move || !model.run) return;
    if (move.edit) return this.#edit(move.edit);
    const { query, points, settings } = move.target;
    const { keepsWeights: keepWeights } = model;
    const now = model.run.settings;
    const changed = table.filter(({ key }) => now[key] !== settings[key]);
    if (samePoints(points, model.run.custom) && changed.every((setting) => setting.live)) {
      for (const { key } of changed) {
        model.accept(await model.ask('change', { key, value: settings[key] ?? '', keepWeights }), null);
      }
    } else {
      model.accept(await model.ask('configure', { query, points, keepWeights }), null);
    }
  }
}
