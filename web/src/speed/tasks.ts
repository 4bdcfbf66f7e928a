/** What is timed, and in which units people read it. The tasks themselves are bench/tasks.hpp. */
export type Unit = 'sample' | 'picture' | 'number' | 'flop';

export interface SpeedTask {
  key: string;
  title: string;
  detail: string;
  unit: Unit;
}

export const tasks: SpeedTask[] = [
  { key: 'W1', title: 'Small network', detail: '2-8-8-1 tanh, batches of 10, gradient descent', unit: 'sample' },
  { key: 'W1s', title: 'One sample a step', detail: '2-8-8-1 tanh, batch of 1', unit: 'sample' },
  { key: 'W1b', title: 'Whole set a step', detail: '2-8-8-1 tanh, batch of 500', unit: 'sample' },
  { key: 'W1c', title: 'Small network, Adam', detail: '2-8-8-1 tanh, batches of 32, Adam', unit: 'sample' },
  { key: 'W2', title: 'Three layers of 64', detail: '2-64-64-64-3 ReLU, softmax, batches of 32, Adam', unit: 'sample' },
  { key: 'W3', title: 'Digits', detail: '784-256-128-10 ReLU, softmax, batches of 64, momentum', unit: 'sample' },
  { key: 'W4', title: 'All neurons on a grid', detail: '2-8-8-1 over 256 × 256 points', unit: 'picture' },
  {
    key: 'W4c',
    title: 'The playground’s pictures',
    detail: 'output of 256 × 256 and a tile a neuron, coloured',
    unit: 'picture',
  },
  { key: 'W5/256x256x256', title: 'Matrix product W x', detail: '256 × 256 by 256', unit: 'flop' },
  { key: 'W5t/256x256x256', title: 'Matrix product Wᵀ δ', detail: '256 × 256 by 256', unit: 'flop' },
  { key: 'W5g/256x256x256', title: 'Matrix product δ xᵀ', detail: '256 × 256 by 256', unit: 'flop' },
  { key: 'W5/256x64x784', title: 'Matrix product W x', detail: '256 × 784 by 64', unit: 'flop' },
  { key: 'W5t/256x64x784', title: 'Matrix product Wᵀ δ', detail: '784 × 256 by 64', unit: 'flop' },
  { key: 'W5g/256x64x784', title: 'Matrix product δ xᵀ', detail: '256 × 64 by 784', unit: 'flop' },
  { key: 'exp', title: 'exp', detail: '4,096 numbers', unit: 'number' },
  { key: 'tanh', title: 'tanh', detail: '4,096 numbers', unit: 'number' },
];

/** What the vectors can do at most; measured with every run, so that shares of it can be told. */
export const peakTask = 'peak';

export interface SpeedEngine {
  key: 'plain' | 'simd' | 'relaxed';
  title: string;
  /** Its name within its binary. */
  engine: string;
}

export const engines: SpeedEngine[] = [
  { key: 'simd', title: 'SIMD', engine: 'wasm' },
  { key: 'relaxed', title: 'relaxed SIMD', engine: 'wasm' },
  { key: 'plain', title: 'SIMD off', engine: 'scalar' },
];

/** How often a second, for bars; and the words for it. */
export function spoken(unit: Unit, seconds: number): string {
  const shown = (number: number, digits = 3) => Number(number.toPrecision(digits)).toLocaleString('en');
  if (unit === 'flop') return `${shown(1e-9 / seconds)} GFLOP/s`;
  if (unit === 'picture') return `${shown(1e3 * seconds)} ms`;
  if (unit === 'number') return `${shown(1e9 * seconds)} ns`;
  return `${shown(1 / seconds)} samples/s`;
}
