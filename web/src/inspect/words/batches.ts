import { t, textTable } from '../../language.js';

export const words = textTable({
  what:
    'One step looks at a batch, not at all samples, so its gradient is an estimate. The fan shows the gradients of the next batches around the full one: the narrower, the surer. ' +
    'The noise scale says about how large a batch must be for its noise to be as large as the gradient itself; far below it, steps are cheap and erratic, far above it, larger batches buy little.',
  map: 'The next batch, ringed',
  mapSummary: (count: number) => t`${count} of the training points are in the next batch.`,
  fan: 'Gradients of batches about the full gradient',
  fanSummary: (count: number, cosine: string) =>
    t`${count} batches; their mean cosine to the full gradient is ${cosine}.`,
  along: 'along the full gradient',
  across: 'across it',
  size: 'Batch size of the fan',
  noise: (scale: string) => t`noise scale ${scale} samples`,
  noiseInfinite: 'noise scale beyond measure: all that is seen is noise',
  full: (norm: string) => `‖∇J‖ ${norm}`,
  race: 'One, a few, all: the same run with three batch sizes',
  lanes: ['stochastic: 1 sample', 'mini-batch', 'the whole set'],
  start: 'Start',
  pause: 'Pause',
  go: 'Go on',
  reset: 'Back to the start',
  axis: 'Axis',
  chartSummary: (lanes: string) => t`Training loss: ${lanes}.`,
});
