/** Keeps the address bar and the playground in step, without filling the browser's history. */
import type { CustomPoints } from './engine/protocol.js';
import type { Playground } from './playground.js';
import { joinHash, splitHash } from './view-settings.js';

const writeAfter = 300;
const usesOwn = 'dataset=custom';

export interface Link {
  query: string;
  /** As they stand in the link. */
  points: string | undefined;
}

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
    const { query, view, points } = splitHash(location.hash);
    this.#model.setWholeView(view);
    return { query, points };
  }

  start(link: Link): Promise<void> {
    return this.#follow(link, (query, points) => this.#model.start(query, points));
  }

  listen(): () => void {
    const follow = () => {
      if (location.hash === this.#written) return;
      this.#follow(this.read(), (query, points) => this.#model.configure(query, points ?? undefined));
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

  /** A link whose points cannot be read still brings its other settings, and a word about the points. */
  async #follow(link: Link, act: (query: string, points: CustomPoints | null) => Promise<void>): Promise<void> {
    let fault = '';
    let points: CustomPoints | null = null;
    if (link.points !== undefined) {
      try {
        const { decodePoints } = await import('./link-points.js');
        points = await decodePoints(link.points);
      } catch (error) {
        fault = `The points in the link could not be read. ${error instanceof Error ? error.message : error}`;
      }
    } else if (link.query.split('&').includes(usesOwn) && !this.#model.run?.custom) {
      fault = 'The link speaks of own points but holds none: draw some, or load a file.';
    }
    const query = fault ? link.query.replace(/(^|&)dataset=custom(?=&|$)/g, '') : link.query;
    await act(query, points);
    if (fault) this.#say(fault);
  }

  /** Beside what the core has to say about the rest of the link. */
  #say(line: string): void {
    const { notice } = this.#model;
    this.#model.setNotice({ title: notice?.title ?? 'Own points', lines: [...(notice?.lines ?? []), line] });
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
    const hash = joinHash(run.query, this.#model.view, points);
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
      this.#say('These are too many points for a link, so it goes without them; “CSV…” downloads them.');
    }
    return text;
  }
}
