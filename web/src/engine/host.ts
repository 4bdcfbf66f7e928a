import type { Request } from './protocol.js';
import type { Answer } from './rungs.js';
import type { Session } from './session.js';

/** Serves requests in their order and trains in between, in slices short enough to stay responsive. */
export class Host {
  readonly #session: Session;
  readonly #post: (reply: Answer, transfer: Transferable[]) => void;
  readonly #sliceMilliseconds: number;
  readonly #channel = new MessageChannel();
  #queue: Promise<void> = Promise.resolve();
  #scheduled = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(session: Session, post: (reply: Answer, transfer: Transferable[]) => void, sliceMilliseconds = 10) {
    this.#session = session;
    this.#post = post;
    this.#sliceMilliseconds = sliceMilliseconds;
    // A message to oneself is the only way to yield that browsers do not delay.
    this.#channel.port1.onmessage = () => this.#slice();
  }

  receive(request: Request): void {
    this.#queue = this.#queue.then(() => this.#answer(request));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#channel.port1.close();
    this.#session.dispose();
  }

  async #answer(request: Request): Promise<void> {
    if (this.#closed) return;
    try {
      const result = await this.#session.handle(request);
      this.#post({ type: 'result', id: request.id, result }, buffersOf(result));
      this.#wake();
    } catch (error) {
      this.#crash(error);
    }
  }

  #wake(): void {
    if (this.#scheduled || this.#closed) return;
    clearTimeout(this.#timer);
    this.#scheduled = true;
    this.#channel.port2.postMessage(null);
  }

  #slice(): void {
    this.#scheduled = false;
    if (this.#closed) return;
    try {
      const wait = this.#session.slice(this.#sliceMilliseconds);
      if (wait === 0) this.#wake();
      else if (wait < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.#wake(), wait);
    } catch (error) {
      this.#crash(error);
    }
  }

  /** After a trap the memory cannot be trusted: say why and do nothing more. */
  #crash(error: unknown): void {
    this.#closed = true;
    this.#post({ type: 'crash', message: error instanceof Error ? error.message : String(error) }, []);
  }
}

function buffersOf(result: unknown): Transferable[] {
  const pictures = (result as { pictures?: { map: ArrayBuffer; values: ArrayBuffer; tiles: ArrayBuffer } } | null)
    ?.pictures;
  return pictures ? [pictures.map, pictures.values, pictures.tiles] : [];
}
