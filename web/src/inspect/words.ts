/** What the dock says, and all panels; what a panel says alone is in words/. */
import { t, textTable } from '../language.js';

export const inspectWords = textTable({
  dock: 'See inside',
  dockHint: 'Instruments on your own network: every number is computed from the run as it stands.',
  close: 'Close the instrument',
  resize: 'Height of the instrument',
  what: 'What am I seeing?',
  missing: 'The instrument could not be loaded. Is the connection lost? Try again.',
  retry: 'Try again',
  titles: {
    backprop: 'Backprop',
    update: 'Update',
    flow: 'Gradients',
    activations: 'Activations',
    landscape: 'Landscape',
    race: 'Race',
    pairing: 'Pairing',
    taylor: 'Taylor',
    batches: 'Batches',
    check: 'Check',
    graph: 'Graph',
    regularisation: 'Regularisation',
    coach: 'Coach',
  } as Record<string, string>,
  layer: (number: number, last: boolean) => (last ? t('output') : t`layer ${number}`),
});
