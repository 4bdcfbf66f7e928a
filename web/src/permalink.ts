/** Keeps the address bar and the playground in step, without filling the browser's history. */
import type { CustomPoints } from './engine/protocol.js';
import { followLink } from './follow-link.js';
import { t } from './language.js';
import { type Link, readLink, writeLink } from './link.js';
import type { Playground } from './playground.js';

const writeAfter = 300;

/** Points of one's own as they stand in a link, or none if that would be too long for one. */
interface Packed {
  points: CustomPoints;
  text: string;
}

export class Permalink {
  readonly #model: Playground;
  #written = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #packed: Packed | null = null;
  #saidTooLong = false;

  constructor(model: Playground) {
    this.#model = model;
  }

  /** Applies the view of the present link. */
  read(): Link {
    const link = readLink(location.hash);
    this.#model.setWholeView(link.view);
    this.#model.setPresentation(link.presentation);
    return link;
  }

  start(link: Link): Promise<unknown> {
    return followLink(this.#model, link, (query, points) => this.#model.start(query, points));
  }

  listen(): () => void {
    const follow = () => {
      if (location.hash === this.#written) return;
      const model = this.#model;
      followLink(model, this.read(), (query, points) => model.configure(query, points ?? undefined));
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

  async #write(): Promise<void> {
    const { run } = this.#model;
    if (!run) return;
    const points = run.settings.dataset === 'custom' && run.custom ? await this.#pack(run.custom) : '';
    // Something newer is on its way.
    if (run !== this.#model.run) return;
    const { view, presentation } = this.#model;
    const hash = writeLink({ query: run.query, view, presentation, points });
    try {
      history.replaceState(history.state, '', hash ? `#${hash}` : location.pathname + location.search);
      this.#written = location.hash;
    } catch {
      // Some embeddings give a page no address of its own; it works without.
    }
  }

  async #pack(points: CustomPoints): Promise<string> {
    const last = this.#packed;
    if (last?.points.csv === points.csv && last.points.regression === points.regression) return last.text;
    const { encodePoints, mostLinkLength } = await import('./link-points.js');
    const whole = await encodePoints(points);
    const text = whole.length > mostLinkLength ? '' : whole;
    this.#packed = { points, text };
    if (!text && !this.#saidTooLong) {
      this.#saidTooLong = true;
      const lines = [t('These are too many points for a link, so it goes without them; “CSV…” downloads them.')];
      this.#model.setNotice({ title: t('Own points'), lines });
    }
    return text;
  }
}
