/** The pictures of a run, in buffers that go to the page and come back. */
import type { Trainer } from './module.js';
import type { PictureOptions, Pictures } from './protocol.js';
import type { Clock } from './session.js';

export function draw(trainer: Trainer, options: PictureOptions, recycled: ArrayBuffer[], clock: Clock): Pictures {
  const { mapSize, tileSize, discretize } = options;
  // Many neurons at full size may not fit into the core's memory; smaller pictures of all are better than none.
  const begin = clock.now();
  let side = tileSize;
  for (;;) {
    const outcome = trainer.render(mapSize, side, discretize);
    if (outcome.ok) break;
    if (side <= 8) throw new Error(outcome.message);
    side = Math.max(8, side >> 1);
  }
  return {
    mapSize,
    tileSize: side,
    discretize,
    map: copy(trainer.mapPixels(), recycled),
    values: copy(trainer.mapValues(), recycled),
    tiles: copy(trainer.tilePixels(), recycled),
    milliseconds: clock.now() - begin,
  };
}

/** Into a buffer the page gave back, if one fits: steady training allocates nothing. */
function copy(view: Uint8Array | Float32Array, recycled: ArrayBuffer[]): ArrayBuffer {
  const index = recycled.findIndex((buffer) => buffer.byteLength === view.byteLength);
  const target = recycled.splice(index, index < 0 ? 0 : 1)[0] ?? new ArrayBuffer(view.byteLength);
  new Uint8Array(target).set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  return target;
}
