import { t, textTable } from '../../language.js';

export const words = textTable({
  what:
    'Backpropagation ends with a gradient; what is done with it is another matter. Here is the rule in use with the numbers of one parameter: its gradient g, what the rule remembers, and how far it moves in the next step. ' +
    'The effective step, movement over gradient, shows what an adaptive rule makes of the one learning rate.',
  parameter: 'Parameter',
  largest: 'the largest gradient',
  equation: 'The next step in numbers',
  names: {
    theta: 'θ before',
    raw: 'g of backpropagation',
    clipped: 'g clipped',
    penalised: 'g with penalty',
    eta: 'η now',
    first: { sgd: '', momentum: 'v', nesterov: 'v', adagrad: '', rmsprop: 'b', adam: 'm', adamw: 'm' } as Record<
      string,
      string
    >,
    second: { sgd: '', momentum: '', nesterov: '', adagrad: 'G', rmsprop: 'V', adam: 'V', adamw: 'V' } as Record<
      string,
      string
    >,
    after: 'θ after',
    moved: 'Δθ',
    effective: '−Δθ / g',
  },
  becomes: (before: string, after: string) => `${before} → ${after}`,
  top: 'Those that move most',
  columns: ['parameter', 'g', 'first', 'second', 'Δθ', '−Δθ/g'],
  arrows: 'This step against the gradient and the step before',
  arrowsSummary: (cosine: string, last: string) => t`Cosine of the step to −g ${cosine}, to the last step ${last}.`,
  minusG: '−g',
  step: 'Δθ',
  oscillation: 'Oscillation',
  oscillating: (share: string) => t`${share} of the parameters turn back in the next step`,
  schedule: 'The rate over the epochs',
  scheduleSummary: (kind: string) => t`Schedule ${kind}; the line is where the run is, behind it the training loss.`,
  epochs: 'epoch',
  rate: 'η',
  kinds: {
    constant: 'constant',
    step: 'steps',
    exponential: 'exponential',
    cosine: 'cosine',
    cosineRestarts: 'cosine with restarts',
  } as Record<string, string>,
  kind: 'Schedule',
  fields: { learningRate: 'η', gamma: 'γ', period: 'period', lowestRate: 'lowest', warmUp: 'warm-up' } as Record<
    string,
    string
  >,
  range: 'Range test',
  rangeHint: 'A copy of the run is trained with a rate that grows at every step; the loss says which rates it can use.',
  rangeRun: 'Run the test',
  rangeSummary: (suggested: string) => t`Loss over the rate; the suggestion is ${suggested}.`,
  use: (rate: string) => t`Use ${rate}`,
  none: 'The loss fell nowhere; no rate is suggested.',
  swap: 'The same gradient, another rule',
  swapHint:
    'Every rule gets the very same gradient, from an empty memory; what it makes of it differs. Backpropagation does not hear of it.',
  swapColumns: ['rule', '‖Δθ‖', 'cosine to −g', 'Δθ of the chosen one', 'state of g'],
});
