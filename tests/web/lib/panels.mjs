/** The dock's instruments but the first, of gradients, which has tests of its own. */
export const panels = [
  'backprop',
  'update',
  'activations',
  'landscape',
  'race',
  'pairing',
  'taylor',
  'batches',
  'check',
  'graph',
  'regularisation',
  'coach',
];
