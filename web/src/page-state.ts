/** What is seen of a run and how, for components that watch it. */
import type { Frame, Pictures, Run, Until } from './engine/protocol.js';
import type { Theme } from './palette.js';
import { type Presentation, plain } from './presentation.js';
import { RateMeter } from './rate-meter.js';
import { defaultView, type ViewSettings } from './view-settings.js';

export type Status = 'loading' | 'paused' | 'running' | 'diverged' | 'failed' | 'unsupported';
/** `run`: settings, data or network; `frame`: a new picture; `view`: how it is shown; `status`; `notice`. */
export type Topic = 'run' | 'frame' | 'view' | 'status' | 'notice';

export interface Notice {
  title: string;
  lines: string[];
}

export class PageState {
  status: Status = 'loading';
  cause = '';
  notice: Notice | null = null;
  run: Run | null = null;
  frame: Frame | null = null;
  pictures: Pictures | null = null;
  parameters = new Float32Array();
  curve = { values: new Float64Array(), length: 0 };
  view: ViewSettings = defaultView();
  theme: Theme = 'light';
  presentation: Presentation = plain;
  /** Whose style holds the tokens. In a page of someone else’s it is the figure, and nothing beyond it may be touched. */
  root: HTMLElement | null = null;
  /** The neuron whose picture takes the place of the output. */
  inspected: { tile: number; label: string } | null = null;
  /** Where playing stops by itself. */
  limit: (Omit<Until, 'id'> & { words: string }) | null = null;
  /** Why the last training ended by itself. */
  end: 'until' | 'patience' | null = null;
  readonly stepsPerSecond = new RateMeter();
  readonly #watchers = new Map<Topic, Set<() => void>>();

  watch(topic: Topic, watcher: () => void): () => void {
    const watchers = this.#watchers.get(topic) ?? new Set();
    this.#watchers.set(topic, watchers.add(watcher));
    return () => watchers.delete(watcher);
  }

  emit(topic: Topic): void {
    for (const watcher of this.#watchers.get(topic) ?? []) watcher();
  }

  get canTrain(): boolean {
    return this.status === 'paused' || this.status === 'running';
  }

  protected setStatus(status: Status): void {
    this.status = status;
    this.emit('status');
  }

  unsupported(cause: string): void {
    this.cause = cause;
    this.setStatus('unsupported');
  }

  setNotice(notice: Notice | null): void {
    this.notice = notice;
    this.emit('notice');
  }

  setPresentation(presentation: Presentation): void {
    this.presentation = presentation;
    this.emit('view');
  }

  /** Whether a pane, a part of one or a setting is not to be seen. */
  hides(name: string): boolean {
    return this.presentation.hide.has(name);
  }

  /** Whether the visitor may not change it. */
  isLocked(key: string): boolean {
    const { lock } = this.presentation;
    return lock.has('all') || lock.has(key);
  }

  get isEmbedded(): boolean {
    return this.root !== null;
  }

  inspect(inspected: { tile: number; label: string } | null): void {
    this.inspected = inspected;
    this.emit('frame');
  }
}
