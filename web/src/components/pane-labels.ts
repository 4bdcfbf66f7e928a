/** What authors choose the panes of a figure by. */
import { textTable } from '../language.js';
import type { PaneName } from '../presentation.js';

export const paneLabels: Record<PaneName, string> = textTable({
  transport: 'Play bar',
  readout: 'Epoch and speed',
  network: 'Network',
  output: 'Output',
  loss: 'Loss',
  data: 'Data',
  training: 'Training settings',
  panel: 'Open instrument',
});
