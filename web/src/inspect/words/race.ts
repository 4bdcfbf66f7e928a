import { t, textTable } from '../../language.js';

export const words = textTable({
  what:
    'All runs start from the same weights (unless the initialisation itself is what differs) and take the samples in the same order. So whatever tells them apart is what you changed: ' +
    'the optimizer, the rate, the batch size. Each lane is your present settings with one or two of them replaced.',
  presets: 'Race',
  races: {
    optimizers: 'seven ways to use a gradient (six of them)',
    rates: 'learning rates',
    batches: 'batch sizes',
    initialisations: 'initialisations',
    activations: 'activations',
    own: 'my own lanes',
  } as Record<string, string>,
  lane: (number: number) => t`Lane ${number}`,
  laneHint: 'settings as in a link, for example optimizer=adam&learningRate=0.01',
  add: 'Add a lane',
  remove: (number: number) => t`Remove lane ${number}`,
  start: 'Start',
  pause: 'Pause',
  go: 'Go on',
  step: 'One epoch',
  reset: 'Back to the start',
  axis: 'Axis',
  axes: { step: 'steps', epoch: 'epochs', samples: 'samples seen', seconds: 'seconds' } as Record<string, string>,
  log: 'logarithmic',
  same: (hash: string) => t`all start at state ${hash}`,
  different: 'the starts differ',
  chart: 'Training loss',
  chartSummary: (lanes: string) => t`Training loss of each lane: ${lanes}.`,
  table: 'Results',
  columns: ['lane', 'loss', 'test loss', 'accuracy', 'steps', 'epochs', 'seconds', ''],
  diverged: 'diverged',
  stopped: 'stopped early',
  adopt: 'Use these settings',
  picture: (lane: string) => t`What ${lane} has learnt`,
  as: 'as it is',
});
