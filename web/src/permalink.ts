/** Keeps the address bar and the playground in step, without filling the browser's history. */
import type { Playground } from './playground.js';
import { joinHash, splitHash } from './view-settings.js';

const writeAfter = 300;

export class Permalink {
  readonly #model: Playground;
  #written = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(model: Playground) {
    this.#model = model;
  }

  /** Applies the view of the present link and returns its training settings. */
  read(): string {
    const { query, view } = splitHash(location.hash);
    this.#model.setWholeView(view);
    return query;
  }

  listen(): () => void {
    const follow = () => {
      if (location.hash !== this.#written) this.#model.configure(this.read());
    };
    const unwatch = [
      this.#model.watch('run', () => this.#writeSoon()),
      this.#model.watch('view', () => this.#writeSoon()),
    ];
    addEventListener('hashchange', follow);
    addEventListener('popstate', follow);
    return () => {
      for (const stop of unwatch) stop();
      clearTimeout(this.#timer);
      removeEventListener('hashchange', follow);
      removeEventListener('popstate', follow);
    };
  }

  #writeSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#write(), writeAfter);
  }

  #write(): void {
    const { run, view } = this.#model;
    if (!run) return;
    const hash = joinHash(run.query, view);
    try {
      history.replaceState(history.state, '', hash ? `#${hash}` : location.pathname + location.search);
      this.#written = location.hash;
    } catch {
      // Some embeddings give a page no address of its own; it works without.
    }
  }
}
