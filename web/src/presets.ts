/**
 * Settings worth opening: what works and why, and what does not and why. Each claims something that can be checked,
 * and tests/web/unit/presets.test.ts checks it with the real module.
 */
import { t, textTable } from './language.js';

export type Claim =
  /** The share of test points in their class, at the latest after so many epochs. */
  | { kind: 'reaches'; accuracy: number; epochs: number }
  /** It never gets there, in so many epochs. */
  | { kind: 'stays below'; accuracy: number; epochs: number }
  /** Weights or loss become infinite within so many updates. */
  | { kind: 'diverges'; steps: number }
  /** More of the training points are right than of the others, by so much. */
  | { kind: 'overfits'; gap: number; epochs: number };

export interface Preset {
  name: string;
  good: boolean;
  query: string;
  reason: string;
  claim: Claim;
}

const adam = 'optimizer=adam&learningRate=0.01';

export const presets: readonly Preset[] = textTable(
  [
    {
      name: 'XOR with one product',
      good: true,
      query: 'dataset=xor&features=x1x2&network=&seed=1',
      reason: 'The sign of x₁x₂ is the class, so with this input no hidden layer is needed at all.',
      claim: { kind: 'reaches', accuracy: 0.99, epochs: 5 },
    },
    {
      name: 'Circle with squares',
      good: true,
      query: 'dataset=circle&features=x1Squared,x2Squared&network=&seed=1',
      reason: 'x₁² + x₂² is the squared radius. The right inputs turn a round boundary into a straight one.',
      claim: { kind: 'reaches', accuracy: 0.95, epochs: 10 },
    },
    {
      name: 'Circle with three units',
      good: true,
      query: 'dataset=circle&network=3&seed=1',
      reason: 'Three bent lines can fence in a disc; that is the fewest that do.',
      claim: { kind: 'reaches', accuracy: 0.95, epochs: 40 },
    },
    {
      name: 'Two clouds, no hidden layer',
      good: true,
      query: 'dataset=gauss&network=&seed=1',
      reason: 'A straight line tells them apart, and that is what a single unit draws. More would be waste.',
      claim: { kind: 'reaches', accuracy: 0.99, epochs: 5 },
    },
    {
      name: 'Spiral with Adam and ReLU',
      good: true,
      query: `dataset=spiral&network=32,32&activation=relu&initializer=he&${adam}&seed=1`,
      reason:
        'Wide layers, He initialisation and Adam: enough pieces for the windings, and a step size for every weight.',
      claim: { kind: 'reaches', accuracy: 0.95, epochs: 100 },
    },
    {
      name: 'Spiral with sine units',
      good: true,
      query: `dataset=spiral&network=8,8&activation=sine&${adam}&seed=1`,
      reason: 'Waves suit a shape that comes round again: the same width as the usual network, a tenth of the epochs.',
      claim: { kind: 'reaches', accuracy: 0.95, epochs: 30 },
    },
    {
      name: 'Spiral with sines as inputs',
      good: true,
      query: `dataset=spiral&network=8,8&features=x1,x2,sinX1,sinX2&${adam}&seed=1`,
      reason: 'Inputs that are already wavy leave less bending to the layers.',
      claim: { kind: 'reaches', accuracy: 0.95, epochs: 40 },
    },
    {
      name: 'Deep sigmoid with batch norm',
      good: true,
      query: `dataset=circle&network=${Array(6).fill('4:batchNorm').join(',')}&activation=sigmoid&seed=1`,
      reason: 'Norms keep every layer where the sigmoid is steep, so the gradient reaches the first one.',
      claim: { kind: 'reaches', accuracy: 0.95, epochs: 40 },
    },
    {
      name: 'Deep sigmoid with residuals',
      good: true,
      query:
        'dataset=circle&network=4,4:residual,4:residual,4:residual,4:residual,4:residual&activation=sigmoid&seed=1',
      reason: 'Each layer adds to its input instead of replacing it, and the gradient has a way past the sigmoids.',
      claim: { kind: 'reaches', accuracy: 0.95, epochs: 80 },
    },
    {
      name: 'Noisy moons with L2',
      good: true,
      query: `dataset=moons&network=32,32&activation=relu&initializer=he&${adam}&noise=35&samples=100&l2=0.003&seed=1`,
      reason: 'Fifty noisy points and a thousand weights: λ‖θ‖² keeps the boundary smooth, and the test points gain.',
      claim: { kind: 'reaches', accuracy: 0.95, epochs: 150 },
    },
    {
      name: 'Four clouds, softmax',
      good: true,
      query: 'dataset=blobs&classes=4&network=6&seed=1',
      reason: 'One output a class; softmax and cross-entropy belong together, and δ at the output is just a − y.',
      claim: { kind: 'reaches', accuracy: 0.98, epochs: 20 },
    },
    {
      name: 'XOR with a linear network',
      good: false,
      query: 'dataset=xor&network=4,4&activation=linear&seed=1',
      reason: 'Linear layers on top of each other are one linear layer, and no straight line splits XOR.',
      claim: { kind: 'stays below', accuracy: 0.75, epochs: 100 },
    },
    {
      name: 'Deep sigmoid',
      good: false,
      query: 'dataset=circle&network=4,4,4,4,4,4&activation=sigmoid&seed=1',
      reason:
        'σ′ is at most ¼, so six layers shrink the gradient more than four-thousandfold. It vanishes before the first one.',
      claim: { kind: 'stays below', accuracy: 0.6, epochs: 100 },
    },
    {
      name: 'All weights zero',
      good: false,
      query: 'dataset=circle&network=8,8&initializer=zeros&seed=1',
      reason: 'Equal units get equal gradients and stay equal for ever: eight of them are worth no more than one.',
      claim: { kind: 'stays below', accuracy: 0.6, epochs: 100 },
    },
    {
      name: 'η = 3',
      good: false,
      query: 'dataset=spiral&network=8,8,8&activation=linear&learningRate=3&seed=1',
      reason: 'Steps longer than the valley is wide climb its far side, higher each time, until the numbers overflow.',
      claim: { kind: 'diverges', steps: 100 },
    },
    {
      name: 'η = 0.00001',
      good: false,
      query: 'dataset=spiral&network=8,8&learningRate=0.00001&seed=1',
      reason: 'The direction is right, but the steps are so short that nobody will live to see the end.',
      claim: { kind: 'stays below', accuracy: 0.65, epochs: 200 },
    },
    {
      name: 'Two units for a circle',
      good: false,
      query: 'dataset=circle&network=2&seed=1',
      reason: 'Two lines leave a strip open at its ends. The network is too small, and patience does not help.',
      claim: { kind: 'stays below', accuracy: 0.92, epochs: 200 },
    },
    {
      name: 'Circle without hidden layers',
      good: false,
      query: 'dataset=circle&network=&seed=1',
      reason: 'One unit draws one straight line, and a line through a ring gets about half of it.',
      claim: { kind: 'stays below', accuracy: 0.7, epochs: 100 },
    },
    {
      name: 'Far too much L2',
      good: false,
      query: 'dataset=circle&network=8,8&l2=1&seed=1',
      reason: 'The penalty outweighs the data: the cheapest weights are zero, and that is where they go.',
      claim: { kind: 'stays below', accuracy: 0.6, epochs: 100 },
    },
    {
      name: 'Learnt by heart',
      good: false,
      query: `dataset=spiral&network=32,32&${adam}&noise=30&samples=200&seed=1`,
      reason:
        'A hundred points, a thousand weights, much noise: it learns the points, not the spiral. Training ends near 100 %, test at chance.',
      claim: { kind: 'overfits', gap: 0.3, epochs: 400 },
    },
    {
      name: 'Squared error, saturated start',
      good: false,
      query:
        'dataset=xor&network=64&activation=relu&initializer=normal&output=sigmoid&loss=squaredError&learningRate=0.03&seed=1',
      reason:
        'The start is wrong and sure of it. Squared error multiplies by σ′, which is almost 0 there; cross-entropy would be done in one epoch.',
      claim: { kind: 'stays below', accuracy: 0.9, epochs: 5 },
    },
    {
      name: 'Momentum 0.99',
      good: false,
      query: 'dataset=circle&network=8,8&optimizer=momentum&momentum=0.99&learningRate=0.3&seed=1',
      reason: 'β = 0.99 adds up a hundred steps, so η = 0.3 acts like 30. It flies past every minimum.',
      claim: { kind: 'stays below', accuracy: 0.9, epochs: 100 },
    },
  ],
  'name',
  'reason',
);

export function tellClaim(claim: Claim): string {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  if (claim.kind === 'diverges') return t`diverges within ${claim.steps} steps`;
  if (claim.kind === 'overfits') return t`training ${percent(claim.gap)} ahead of test after ${claim.epochs} epochs`;
  const { accuracy, epochs } = claim;
  return claim.kind === 'reaches'
    ? t`reaches ${percent(accuracy)} of the test points in ${epochs} epochs`
    : t`stays below ${percent(accuracy)} of the test points in ${epochs} epochs`;
}
