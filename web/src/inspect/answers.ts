/** What the inspector can be asked, and what it answers (core/include/downhill/inspector.hpp). */

/** Arrays of as many numbers as the network has parameters, or as a picture has points, one behind the other. */
type Numbers = Float64Array;

/** What would be NaN or infinite. */
type Missing = null;

export interface LayerTrace {
  z: number[];
  u: number[];
  a: number[];
  out: number[];
  /** φ′(u); softmax has none. */
  slope: number[] | Missing;
  /** Wᵀδ of the layer behind; at the output ∂L/∂a. */
  back: (number | Missing)[];
  delta: number[];
}

export interface Trace {
  x: number[];
  y: number[];
  loss: number;
  /** δ = a − y at the output, without ψ′. */
  shortCut: boolean;
  gradientNorm: number;
  layers: LayerTrace[];
}

export interface GraphNode {
  op: string;
  name: string;
  layer: number;
  rows: number;
  cols: number;
  inputs: number[];
  value: number[];
  adjoint: (number | Missing)[];
}

export interface Graph {
  loss: number;
  parameters: number;
  reversePasses: number;
  forwardModePasses: number;
  finiteDifferenceForwards: number;
  nodes: GraphNode[];
}

export interface NextStep {
  step: number;
  eta: number;
  /** Rows of the training set. */
  rows: number[];
  batchLoss: number;
  optimizer: {
    kind: string;
    beta: number;
    rho: number;
    beta1: number;
    beta2: number;
    epsilon: number;
    decay: number;
  };
  memory: { beta1Power: number; beta2Power: number };
  normBefore: number;
  norm: number;
  clipped: boolean;
  diverged: boolean;
  /** Of the step to −g. */
  cosine: number;
  cosineToLast: number | null;
  /** The share of parameters that go back on the last step. */
  turning: number;
  /** Units that dropout leaves out, layer by layer. */
  dropped: number[][];
}

/** The arrays beside NextStep, in their order. */
export const nextStepArrays = [
  'raw',
  'clipped',
  'penalised',
  'theta',
  'first',
  'second',
  'newTheta',
  'newFirst',
  'newSecond',
] as const;

export interface SwappedRules {
  /** numbers: what each adds to θ. */
  rules: { kind: string; norm: number; cosine: number; hash: string }[];
}

export interface TaylorStep {
  before: number;
  after: number | Missing;
  predicted: number;
  actual: number | Missing;
  ratio: number | Missing;
  penalised: boolean;
}

export interface Slice {
  start: number;
  slope: number;
  eta: number;
  t: number[];
  values: (number | Missing)[];
}

export interface RangeTest {
  points: { eta: number; loss: number | Missing; smooth: number | Missing }[];
  divergedAt: number;
  suggested: number;
}

export interface Fan {
  fullNorm: number;
  batches: { samples: number; cosine: number; normRatio: number; along: number; across: number }[];
  trace: number;
  square: number;
  scale: number | Missing;
}

export interface LayerFlow {
  delta: number;
  gradient: number;
  weights: number;
  update: number;
  zMean: number;
  zDeviation: number;
  aMean: number;
  aDeviation: number;
  saturated: number;
  dead: number[];
}

export interface Histograms {
  low: number;
  high: number;
  layers: { counts: number[]; below: number; above: number; nans: number }[];
}

export interface ObjectiveAnswer {
  J: number;
  penalty: number;
  l1: number;
  l2: number;
  gradientNorm: number;
  penaltyNorm: number;
  /** Of early stopping; null before there is one. */
  bestLoss: number | Missing;
  bestEpoch: number;
}

export interface Check {
  worst: number;
  worstParameter: number;
  skipped: number;
  samples: number;
  parameters: number;
}

export interface LayerCost {
  forward: number;
  backward: number;
  gradients: number;
  forwardElements: number;
  backwardElements: number;
  gradientElements: number;
  update: number;
  parameters: number;
}

export interface Cost {
  layers: LayerCost[];
  total: LayerCost;
  batch: number;
  flopsPerSample: number;
  flopsPerStep: number;
  elementsPerStep: number;
  backwardToForward: number;
  finiteDifferences: number;
  parameterBytes: number;
  optimizerBytes: number;
  activationBytes: number;
}

export interface PhaseTimes {
  steps: number;
  engine: string;
  /** Seconds over all steps. */
  seconds: Record<string, number>;
  forward: number;
  backward: number;
  update: number;
}

/** FLOPs and seconds of a step. */
export interface ComparedCost {
  parameters: number;
  flops: number;
  engine: string;
  forward: number;
  backward: number;
  update: number;
}

export interface Diagnosis {
  rule: string;
  level: 'ok' | 'advice' | 'warning';
  measured: number;
  threshold: number;
  reason: string;
  /** `key=value`, or nothing. */
  suggestion: string;
  section: string;
}

export interface LandscapeBegun {
  cosine: number;
  explained: number[];
  path: [number, number][];
  s: [number, number];
  t: [number, number];
  side: number;
}

export interface RaceLane {
  step: number;
  epoch: number;
  samples: number;
  seconds: number;
  loss: number | Missing;
  accuracy: number;
  testLoss: number | Missing;
  testAccuracy: number;
  gradientNorm: number | Missing;
  diverged: boolean;
  stopped: boolean;
  hash: string;
}

export type Fault = 'none' | 'noDerivative' | 'transposedWeights' | 'noBias' | 'wrongPairing';
export type Quantity = 'z' | 'a' | 'delta' | 'weights' | 'gradients' | 'updates';
export type PlaneKind = 'random' | 'weights' | 'trajectory';

/** Method → its arguments and its answer. */
export interface Looks {
  trace: { args: [x1: number, x2: number, target: number]; answer: Trace };
  tracePoint: { args: [point: number]; answer: Trace };
  nudge: {
    args: [x1: number, x2: number, target: number, place: number, epsilon: number];
    answer: { before: number; after: number | Missing; predicted: number };
  };
  batch: { args: []; answer: { rows: number[] } };
  graph: { args: [point: number]; answer: Graph };
  nextStep: { args: []; answer: NextStep };
  swapRules: { args: []; answer: SwappedRules };
  taylor: { args: []; answer: { full: TaylorStep; batch: TaylorStep } };
  slice: { args: [low: number, high: number, count: number]; answer: Slice };
  rates: { args: [epochs: number, count: number]; answer: { epochs: number[]; rates: number[] } };
  rangeTest: { args: [low: number, high: number, steps: number]; answer: RangeTest };
  fan: { args: [batchSize: number, count: number]; answer: Fan };
  flow: { args: []; answer: { layers: LayerFlow[] } };
  histograms: { args: [quantity: Quantity, low: number, high: number, bins: number]; answer: Histograms };
  activation: {
    args: [name: string, low: number, high: number, count: number];
    answer: { z: number[]; phi: number[]; slope: number[] };
  };
  pairing: {
    args: [output: string, loss: string, low: number, high: number, count: number];
    answer: { z: number[]; loss: (number | Missing)[]; delta: (number | Missing)[]; shortCut: boolean };
  };
  softmax: { args: [z: number[]]; answer: { a: number[] } };
  objective: { args: []; answer: ObjectiveAnswer };
  check: { args: [epsilon: number, fault: Fault, samples: number]; answer: Check };
  sweep: {
    args: [epsilons: number[], fault: Fault, samples: number];
    answer: { errors: { epsilon: number; inFloat: number; inDouble: number }[] };
  };
  cost: { args: []; answer: Cost };
  phaseTimes: { args: [steps: number]; answer: PhaseTimes };
  /** One query a line. */
  compareCosts: {
    args: [queries: string, steps: number];
    answer: { runs: ComparedCost[] };
  };
  diagnose: {
    args: [initialLoss: number, losses: number[], diverged: boolean];
    answer: { rules: Diagnosis[] };
  };
  beginLandscape: {
    args: [kind: PlaneKind, reach: number, side: number, first: number, second: number, path: Float64Array];
    answer: LandscapeBegun;
  };
  landscapeRows: { args: [first: number, count: number]; answer: { first: number } };
  locate: { args: []; answer: { s: number; t: number; away: number } };
  /** One query a line. */
  beginRace: {
    args: [lanes: string, weightScale: number];
    answer: { lanes: { query: string; message: string; parameters: number; hash: string }[] };
  };
  race: { args: [steps: number]; answer: { lanes: RaceLane[] } };
}

export type Method = keyof Looks;

/** A question and its arguments. */
export type Look<M extends Method = Method> = { [N in M]: [method: N, ...args: Looks[N]['args']] }[M];

export type Found<M extends Method = Method> =
  | { ok: true; answer: Looks[M]['answer']; numbers: Numbers }
  | { ok: false; message: string };

interface Outcome {
  ok: boolean;
  message: string;
  json: string;
}

/** The WebAssembly module; every method of `Looks` is one of `Inspector`. */
export interface InspectorModule {
  Inspector: new () => {
    configure(query: string): Outcome;
    loadPoints(csv: string, regression: boolean): Outcome;
    restore(snapshot: Float64Array): Outcome;
    setColours(bytes: Uint8Array): void;
    racePicture(lane: number, side: number): Uint8Array;
    numbers(): Float64Array;
    delete(): void;
  } & { [M in Method]: (...args: Looks[M]['args']) => Outcome };
}
