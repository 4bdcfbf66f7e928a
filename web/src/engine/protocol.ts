/** Everything the page and the engine say to each other. */
import type { Binary, EngineInfo, Layout, Metrics, Outcome, Reach } from './module.js';

/** Updates a second; `frame` is one update a picture, `max` as many as the machine can do. */
export type Pace = number | 'frame' | 'max';

export type WasmUrls = Record<Binary, string>;

export interface PictureOptions {
  mapSize: number;
  tileSize: number;
  discretize: boolean;
}

/** Points from outside, for the dataset `custom`. */
export interface CustomPoints {
  csv: string;
  regression: boolean;
}

/** Whether `a` asks for nothing that `b` does not hold; points that are not in use any more do not matter. */
export function samePoints(a: CustomPoints | null, b: CustomPoints | null): boolean {
  return a === null || (a.csv === b?.csv && a.regression === b.regression);
}

/** What a confusion says of one class; NaN where nothing can be said. */
export interface ClassScore {
  precision: number;
  recall: number;
  f1: number;
  points: number;
}

export interface Confusion {
  /** Row by row: the class of the points, then what they were taken for. */
  counts: number[];
  scores: ClassScore[];
}

/** What the lines of the network picture show: the weights, the last gradient, or what the last step changed. */
export type EdgeKind = 'weight' | 'gradient' | 'update';

/** What training is to stop at, measured at the points of the curve; epochs are met exactly. */
export interface Until {
  /** Tells one wish from the next. */
  id: number;
  metric: 'trainLoss' | 'testLoss' | 'trainAccuracy' | 'testAccuracy' | 'epoch';
  value: number;
}

/** One number of the network: itself, the last gradient at it, and what the last step added to it. */
export interface ParameterState {
  value: number;
  gradient: number;
  update: number;
}

export interface RequestBodies {
  /** Must come first. Where the binaries are, and the settings to begin with. */
  start: {
    urls: WasmUrls;
    /** The first binary, if the page could compile it. */
    compiled: WebAssembly.Module | null;
    query: string;
    points: CustomPoints | null;
    colours: Uint8Array;
  };
  configure: { query: string; points: CustomPoints | null; keepWeights: boolean };
  change: { key: string; value: string; keepWeights: boolean };
  /** Makes `custom` the dataset. */
  points: CustomPoints & { keepWeights: boolean };
  /** All points of the present dataset as CSV. */
  csv: object;
  colours: { colours: Uint8Array };
  reset: object;
  step: { unit: 'batch' | 'epoch' };
  /** So many updates, or up to the first that fails. */
  advance: { steps: number };
  /** The outputs at each point of x1, x2, x1, x2 …, one after the other. */
  predict: { points: Float32Array };
  /** Back, or forth again, to a step within reach. */
  goTo: { step: number };
  setParameter: { place: number; value: number };
  freeze: { place: number; frozen: boolean };
  /** Whole networks come back from files: sets what differs, and freezes what was frozen. */
  setParameters: { values: Float32Array; frozen: number[] };
  restore: { snapshot: Float64Array };
  parameter: { place: number };
  confusion: { test: boolean };
  /** The inputs at a point, then the output of every layer. */
  probe: { x1: number; x2: number };
  play: { pace: Pace; until?: Until | null };
  pause: object;
  /** `seen` names the newest version the page holds of each part; `recycled` gives buffers back. */
  frame: { options: PictureOptions; edges: EdgeKind; seen: Versions; recycled: ArrayBuffer[] };
  hash: object;
  metrics: object;
  /** The run as it stands, for the inspector; of the points only what came from outside. */
  snapshot: object;
  /** Points of every value of `key`, for the thumbnails; none where there are none. */
  samples: { key: string; values: string[]; query: string };
}

/** What follows from the settings; changes only when they do. */
export interface Run {
  outcome: Outcome;
  query: string;
  settings: Record<string, string>;
  layout: Layout;
  engine: EngineInfo;
  binary: string;
  /** Three numbers a point: x1, x2 and class or, in regression, target. */
  points: Float32Array;
  /** Where the points came from, if from outside. */
  custom: CustomPoints | null;
  trainCount: number;
  /** Places in the parameters that no step moves. */
  frozen: number[];
  stepsPerEpoch: number;
}

/** The kernels in use, in words: `wasm simd128`, `scalar`. */
export const instructionsOf = ({ engine, binary }: Run) => (engine.name === 'wasm' ? `wasm ${binary}` : engine.name);

/** All that a copy of the run is made of elsewhere. */
export interface Source {
  query: string;
  points: CustomPoints | null;
  step: number;
  parameters: Float32Array;
  snapshot: Float64Array;
}

export interface Versions {
  weights: number;
  curve: number;
}

export interface Curve {
  /** Planes of equal length, in the order of `curvePlanes`. */
  values: Float64Array;
  length: number;
}

export interface Pictures {
  mapSize: number;
  tileSize: number;
  discretize: boolean;
  map: ArrayBuffer;
  values: ArrayBuffer;
  tiles: ArrayBuffer;
  /** What they took to compute. */
  milliseconds: number;
}

export interface Frame {
  running: boolean;
  versions: Versions;
  metrics: Metrics;
  /** Why training stopped by itself. */
  stopped: Outcome | null;
  /** The wish (Until.id) that training has just stopped at; 0 for none. */
  reached: number;
  /** Fingerprint of the weights; only while nothing moves. */
  hash: string | null;
  curve: Curve | null;
  /** Absent if neither the weights nor the options changed. */
  pictures: Pictures | null;
  parameters: Float32Array | null;
  /** As the parameters, of the kind asked for; absent for weights. */
  edges: Float32Array | null;
  reach: Reach;
}

export interface Results {
  start: Run;
  configure: Run;
  change: Run;
  points: Run;
  csv: string;
  colours: null;
  reset: null;
  step: Outcome;
  advance: Outcome;
  predict: Float32Array;
  goTo: Run;
  setParameter: Run;
  freeze: Run;
  setParameters: Run;
  restore: Run;
  parameter: ParameterState;
  confusion: Confusion;
  probe: Float32Array;
  play: null;
  pause: null;
  frame: Frame;
  hash: string;
  metrics: Metrics;
  snapshot: Source;
  samples: Float32Array[];
}

export type RequestType = keyof RequestBodies;
export type Body<T extends RequestType> = RequestBodies[T];
export type Result<T extends RequestType> = Results[T];

export type Request = {
  [T in RequestType]: { id: number; type: T; body: RequestBodies[T] };
}[RequestType];
