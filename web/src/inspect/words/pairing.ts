import { t, textTable } from '../../language.js';

export const words = textTable({
  epoch: 'epoch',
  what:
    'Which loss belongs behind which output? What counts is δ, the slope of the loss over z. With the right pair ψ′ cancels and δ is simply ŷ − y: large where the answer is badly wrong. ' +
    'With the wrong pair ψ′ stays in, and where the output is saturated, and wrong, hardly anything comes back. The race starts from such a place: the initial weights times five.',
  matrix: 'δ for a sample of the class itself (y = 1), at z = −6',
  matrixHint: 'A badly wrong answer. The loss should pull hard.',
  output: 'output',
  losses: {
    squaredError: 'squared error',
    binaryCrossEntropy: 'binary cross-entropy',
    crossEntropy: 'cross-entropy',
  } as Record<string, string>,
  proper: 'δ = ŷ − y',
  curve: 'δ over z',
  curveSummary: (pairs: string) =>
    t`δ over z of ${pairs}; the cross-entropies tend to −1 on the wrong side, squared error to 0.`,
  race: 'Race from a saturated start',
  lanes: ['sigmoid with binary cross-entropy', 'sigmoid with squared error', 'tanh with squared error'],
  start: 'Start',
  pause: 'Pause',
  go: 'Go on',
  reset: 'Back to the start',
  accuracy: (text: string) => t`accuracy ${text}`,
  onlyTwo: 'The race is for two classes; choose such a dataset.',
  raceSummary: (lanes: string) => t`Share of right answers: ${lanes}.`,
  softmax: 'Softmax: three scores, one distribution',
  z: (k: number) => `z${['₁', '₂', '₃'][k - 1] ?? k}`,
  bars: (shares: string) => t`Probabilities ${shares}.`,
  simplex: 'The same as a place in the triangle',
  simplexLabel: (shares: string) => t`A place in the triangle of distributions: ${shares}.`,
});
