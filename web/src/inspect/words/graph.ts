import { t, textTable } from '../../language.js';

export const words = textTable({
  what:
    'The network as a graph of simple operations. Going forwards, every node computes its value from those before it; going backwards from L, every node gets its adjoint, the derivative of L by its value. One sweep back gives the derivative by every parameter at once. ' +
    'Forward mode would need a sweep for each parameter, differences two runs of the network for each.',
  example: 'Point',
  sweep: 'Reverse sweep',
  back: 'Back',
  forth: 'Next',
  all: 'All',
  picture: 'The graph: values above, adjoints below',
  pictureSummary: (count: number) =>
    t`A graph of ${count} nodes from the inputs on the left to the loss on the right; the table below lists them.`,
  nodes: 'Operations, in their order',
  operations: {
    input: 'input',
    target: 'target',
    weights: 'weights',
    bias: 'bias',
    add: 'add',
    activation: 'activation',
    loss: 'loss',
  } as Record<string, string>,
  columns: ['node', 'operation', 'from', 'value', 'adjoint'],
  more: (count: number) => t`… ${count} numbers`,
  passes: 'What the whole gradient costs',
  passRows: (reverse: string, forward: string, differences: string) => [
    [t('reverse mode'), t`${reverse} sweep back`],
    [t('forward mode'), t`${forward} sweeps`],
    [t('central differences'), t`${differences} forward passes`],
  ],
  parameters: (count: string) => t`${count} parameters`,
  flops: 'FLOPs of a step, layer by layer',
  flopColumns: ['layer', 'forward', 'backward', 'gradients', 'update'],
  ratio: (ratio: string) => t`backward and gradients take ${ratio} times the forward pass, counted`,
  times: 'Measured, µs a step',
  timeSummary: (forward: string, backward: string, update: string) =>
    t`forward ${forward} µs, backward ${backward} µs, update ${update} µs`,
  measure: 'Measure',
  measuring: 'measuring …',
  vary: 'Vary',
  varies: { width: 'the width', batch: 'the batch', engine: 'SIMD on and off' } as Record<string, string>,
  chart: 'Time against counted FLOPs',
  chartSummary: (rows: string) => t`Time of a step: ${rows}.`,
  varyColumns: ['', 'MFLOP', 'forward µs', 'backward µs', 'update µs', 'GFLOP/s'],
  engineNames: { scalar: 'SIMD off', wasm: 'SIMD on' } as Record<string, string>,
});
