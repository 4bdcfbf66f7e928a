import { t, textTable } from '../../language.js';

export const words = textTable({
  what:
    'Backpropagation hands the error signal δ from the output back to the first layer, and every layer multiplies it by its weights and by φ′. ' +
    'Where these factors are small the signal dies out on its way (the gradients vanish), where they are large it grows (they explode). ' +
    'The ladder shows how much arrives at each layer, on a logarithmic scale: a step down of one line is a factor of ten. ' +
    'Clipping bounds the length of the whole gradient by c before the update.',
  ladder: 'What arrives at each layer',
  ladderSummary: (deltas: string, gradients: string) =>
    t`Root mean square of δ by layer: ${deltas}. Norm of the gradient of the weights by layer: ${gradients}.`,
  layerAxis: 'layer',
  delta: '‖δ‖ (rms)',
  gradient: '‖∂J/∂W‖',
  history: 'Norm of ∂J/∂W, layer by layer over time',
  historySummary: (count: number) => t`The last ${count} looks; darker is smaller.`,
  stepAxis: 'step',
  norm: 'Length of the gradient, and the clip',
  normSummary: (norm: string, c: string) => t`The next step’s gradient has the length ${norm}${c}.`,
  clipsAt: (c: string) => t`; it is clipped at ${c}`,
  clip: 'Clip at c',
  threshold: 'c',
  clipped: (count: string, share: string) => t`${count} steps clipped (${share})`,
  beforeAfter: (before: string, after: string) => t`next step: ‖g‖ ${before} → ${after}`,
  histogram: 'Histogram of',
  quantities: {
    z: 'z',
    a: 'a',
    delta: 'δ',
    weights: 'weights',
    gradients: 'gradients',
    updates: 'last update',
  } as Record<string, string>,
  histogramSummary: (quantity: string, layer: string, share: string) =>
    t`${quantity} of ${layer}: ${share} in the fullest bin.`,
  columns: ['layer', 'δ rms', '‖∂J/∂W‖', '‖ΔW‖/‖W‖', 'saturated', 'dead'],
  tableLabel: 'Gradient flow by layer',
});
