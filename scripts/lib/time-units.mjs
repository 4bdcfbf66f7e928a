// What a task of the benchmarks takes, in the unit that people read.

const units = [
  [/^(W5|peak)/, (seconds) => `${(1e-9 / seconds).toFixed(1)} GFLOP/s`], // an item is a FLOP
  [/^W4/, (seconds) => `${(1e3 * seconds).toFixed(3)} ms`], // a grid
  [/^W/, (seconds) => `${(1e6 * seconds).toPrecision(3)} us/sample`],
  [/^/, (seconds) => `${(1e9 * seconds).toPrecision(3)} ns`], // a number
];

/** `seconds` are those of one item. */
export function inUnit(task, seconds) {
  return units.find(([kind]) => kind.test(task))[1](seconds);
}
