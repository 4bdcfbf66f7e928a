import { t, textTable } from '../../language.js';

export const words = textTable({
  what:
    'A gradient is a promise: a small step Δθ should change the loss by ∇J·Δθ. Here the promise for the next step is compared with what the step really brings. ' +
    'The ratio is near 1 while the step is small; it falls, and turns negative, when the rate is so large that the step leaves the region where the straight line holds.',
  ratio: 'True change over promised change',
  gaugeSummary: (ratio: string) => t`The ratio is ${ratio}.`,
  full: 'all samples',
  batch: 'its own batch',
  columns: ['', 'promised ΔJ', 'true ΔJ', 'ratio'],
  table: 'The next step',
  scatter: 'Promised and true change, step by step',
  scatterSummary: (count: number) => t`${count} steps; on the diagonal the promise is kept.`,
  predicted: 'promised ΔJ',
  actual: 'true ΔJ',
  slice: 'J along −∇J',
  sliceSummary: (start: string, eta: string) =>
    t`J is ${start} at t = 0; the straight line is its tangent, and the mark at t = ${eta} is where the next plain step lands.`,
  t: 't',
  tangent: 'tangent',
  reach: 'as far as',
  etas: (times: number) => `${times} η`,
  verdict: {
    good: 'The promise is kept: the rate is well within what the gradient can answer for.',
    fair: 'The curvature is felt, but the step still goes down.',
    bad: 'The step brings much less than promised: the rate is near its limit.',
    up: 'The step goes uphill: the rate is too large here.',
  } as Record<string, string>,
});
