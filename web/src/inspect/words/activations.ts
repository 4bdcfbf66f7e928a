import { t, textTable } from '../../language.js';

export const words = textTable({
  what:
    'Each layer’s φ and its derivative φ′, over the z that really occur in it. Where the histogram lies on a flat part of φ, φ′ is near 0 and the error signal stops there: the units are saturated, or dead. ' +
    'Another activation can be put in while the weights stay, to see at once what it lets through.',
  chart: (layer: string) => t`φ and φ′ of ${layer}`,
  summary: (name: string, saturated: string, dead: number) =>
    t`${name}; ${saturated} of the signals saturated, ${dead} dead units.`,
  phi: 'φ',
  slope: 'φ′',
  z: 'z',
  histogram: 'how often z occurs',
  swap: 'Activation (weights stay)',
  saturated: (share: string) => t`saturated ${share}`,
  dead: (count: number) => t`dead units ${count}`,
  mean: (mean: string, deviation: string) => `z ${mean} ± ${deviation}`,
  noCurve: 'Softmax looks at all outputs at once; it has no curve of one number.',
});
