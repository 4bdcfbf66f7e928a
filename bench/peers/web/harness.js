// What all peers of the browser have in common: workloads with their samples, and the timing of one of them, by the
// rules of bench/harness.hpp.
//
// A peer is {name, tasks: {task: (work) => peer's run}}; a run is {epoch(), loss(), items}, each of which may be
// asynchronous. `work` is the workload with `inputs` and `targets`, row by row.

/** The order of an epoch's samples, as nearly everybody draws it. */
export function shuffled(order) {
  for (let k = order.length - 1; k > 0; k -= 1) {
    const j = Math.floor(Math.random() * (k + 1));
    [order[k], order[j]] = [order[j], order[k]];
  }
  return order;
}

export const upTo = (count) => Array.from({ length: count }, (_, k) => k);

/** Rows of `numbers`, `width` each, as plain arrays. */
export const rowsOf = (numbers, width) =>
  upTo(numbers.length / width).map((row) => Array.from(numbers.subarray(row * width, (row + 1) * width)));

/** The mean of 1/2 (a - y)^2, or of the cross-entropy, of answers that are computed one by one. */
export function meanLoss(work, answer) {
  const inputs = rowsOf(work.inputs, work.widths[0]);
  const targets = rowsOf(work.targets, work.widths.at(-1));
  let sum = 0;
  for (const [row, x] of inputs.entries()) {
    const a = answer(x);
    for (const [k, y] of targets[row].entries()) {
      sum += work.softmax ? -y * Math.log(Math.max(a[k], 1e-30)) : 0.5 * (a[k] - y) ** 2;
    }
  }
  return sum / inputs.length;
}

/** Trains until the loss is below its bound, which also warms up. */
async function trains(run, bound) {
  if (!bound) {
    for (let round = 0; round < 3; round += 1) await run.epoch();
    return [0, 0];
  }
  const before = await run.loss();
  for (let epoch = 1; epoch <= 20_000; epoch += 1) {
    await run.epoch();
    if (epoch % Math.max(1, Math.floor(epoch / 8))) continue;
    const after = await run.loss();
    if (after < bound) return [before, after];
  }
  throw new Error(`The loss stayed at ${await run.loss()}, not below ${bound}.`);
}

/** {seconds an item, lossBefore, lossAfter}: the best of three thirds. */
export async function time(run, bound, seconds) {
  const [lossBefore, lossAfter] = await trains(run, bound);
  let best = Number.POSITIVE_INFINITY;
  for (let part = 0; part < 3; part += 1) {
    let items = 0;
    const begun = performance.now();
    let now = begun;
    for (let runs = 1; now - begun < (1000 * seconds) / 3; runs *= 2) {
      for (let k = 0; k < runs; k += 1) await run.epoch();
      items += runs * run.items;
      now = performance.now();
    }
    best = Math.min(best, (now - begun) / 1000 / items);
  }
  return { seconds: best, lossBefore, lossAfter };
}

export const side = 256;

/** Points of the grid that W4 evaluates. */
export const gridPoints = () =>
  upTo(side * side).map((p) => [((p % side) + 0.5) / 128 - 1, 1 - (Math.floor(p / side) + 0.5) / 128]);
