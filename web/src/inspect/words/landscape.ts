import { t, textTable } from '../../language.js';

export const words = textTable({
  what:
    'The loss is a function of all parameters at once; nobody can draw that. What is drawn is a slice: your weights in the middle, two directions through them, and the loss at every point of the plane between. ' +
    'Valleys and ridges beside the plane do not show, and another plane can look quite different. With random directions, each scaled like the weights it moves, slices of different networks can be compared; with two weights the axes are those weights; the path’s own plane shows where training has come from.',
  plane: 'Plane',
  planes: {
    random: 'random, scaled by unit',
    weights: 'two weights',
    trajectory: 'the path’s own (PCA)',
  } as Record<string, string>,
  seed: 'another plane',
  reach: 'Reach',
  first: 'first weight',
  second: 'second weight',
  detail: 'Detail',
  details: { 25: 'coarse', 41: 'usual', 81: 'fine' } as Record<number, string>,
  anew: 'Around the present weights',
  follow: 'draw anew while it trains',
  cancel: 'Stop',
  progress: (done: number, all: number) => t`${done} of ${all} rows`,
  map: 'Contours of the loss',
  mapSummary: (low: string, high: string, here: string) =>
    t`Loss between ${low} and ${high} over the plane; ${here} where the run is.`,
  surface: 'The same as a surface: drag it or use the arrow keys',
  surfaceLabel: (turn: number, tilt: number) => t`Surface of the loss, turned by ${turn}°, tilted by ${tilt}°.`,
  caption: {
    random: (cosine: string) =>
      t`A slice along two random directions (cosine between them ${cosine}), in units of each unit’s own weights. Biases do not move. Two directions of very many: flat here does not mean flat everywhere.`,
    weights: (cosine: string) => t`All other parameters stay as they are while these two move (cosine ${cosine}).`,
    trajectory: (_: string, first: string, second: string) =>
      t`The plane in which the path moved most: it holds ${first} and ${second} of the path’s variance. Random walks look like this too, so the bend of the path proves little.`,
  } as Record<string, (cosine: string, first: string, second: string) => string>,
  moved: (away: string) => t`The run has left the plane by ${away}; the dot is the nearest point in it.`,
  needsPath: 'A path needs at least three looks: train a little with this instrument open, then draw it.',
  strip: 'Twenty seeds: where does training end from other initial weights?',
  stripStart: 'Train 20 seeds',
  stripProgress: (done: number) => t`${done} of 20 trained`,
  stripOf: (seed: number, loss: string, accuracy: string) => t`seed ${seed}: loss ${loss}, accuracy ${accuracy}`,
  epochs: 'epochs each',
});
