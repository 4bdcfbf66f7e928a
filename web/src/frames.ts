/** Frames on order: one at a time, and a new one only when something may have changed. */
import type { Body, Pictures } from './engine/protocol.js';

type Order = Pick<Body<'frame'>, 'options' | 'recycled'>;

export class Frames {
  readonly #fetch: (order: Order) => Promise<void> | null;
  #options: Order['options'] = { mapSize: 128, tileSize: 44, discretize: false };
  #recycled: ArrayBuffer[] = [];
  #isWanted = false;
  /** The frame that is on its way. */
  #coming: Promise<void> | null = null;

  /** `fetch` makes nothing of an order while there is no engine. */
  constructor(fetch: (order: Order) => Promise<void> | null) {
    this.#fetch = fetch;
  }

  want(): void {
    this.#isWanted = true;
  }

  /** What the pictures are to be like. */
  setOptions(changed: Partial<Order['options']>): void {
    const options = { ...this.#options, ...changed };
    if (JSON.stringify(options) === JSON.stringify(this.#options)) return;
    this.#options = options;
    this.#isWanted = true;
  }

  /** The room of pictures that have been drawn is for those to come. */
  recycle({ map, values, tiles }: Pictures): void {
    this.#recycled.push(map, values, tiles);
  }

  /** Orders a frame if one is wanted, or if `isChanging`, unless one is on its way. */
  async tick(isChanging: boolean): Promise<void> {
    if (this.#coming || !(this.#isWanted || isChanging)) return;
    const recycled = this.#recycled;
    const coming = this.#fetch({ options: this.#options, recycled });
    if (!coming) return;
    this.#isWanted = false;
    this.#recycled = [];
    this.#coming = coming.finally(() => {
      this.#coming = null;
    });
    await this.#coming;
  }

  /** Until there is a frame of now: one on its way may have been asked for before the last step. */
  async settle(isThere: () => boolean): Promise<void> {
    this.#isWanted = true;
    while (this.#isWanted && isThere()) {
      await this.#coming;
      await this.tick(false);
    }
  }
}
