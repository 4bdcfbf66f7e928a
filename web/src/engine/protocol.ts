/** Everything the page and the engine say to each other. */
import type { EngineInfo, Layout, Metrics, Outcome } from './module.js';

/** Updates a second; `frame` is one update a picture, `max` as many as the machine can do. */
export type Pace = number | 'frame' | 'max';

export interface WasmUrls {
  simd: string;
  relaxed: string;
}

export interface PictureOptions {
  mapSize: number;
  tileSize: number;
  discretize: boolean;
}

interface RequestBodies {
  /** Must come first. Where the binaries are, and the settings to begin with. */
  start: { urls: WasmUrls; query: string; colours: Uint8Array };
  configure: { query: string };
  change: { key: string; value: string };
  colours: { colours: Uint8Array };
  reset: object;
  step: { unit: 'batch' | 'epoch' };
  play: { pace: Pace };
  pause: object;
  /** `seen` names the newest version the page holds of each part; `recycled` gives buffers back. */
  frame: { options: PictureOptions; seen: Versions; recycled: ArrayBuffer[] };
  hash: object;
  /** Points of every value of `key`, for the thumbnails. */
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
  points: Float32Array;
  trainCount: number;
  stepsPerEpoch: number;
}

export interface Versions {
  weights: number;
  curve: number;
}

export interface Curve {
  /** Three planes of equal length: steps, train losses, test losses. */
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
  /** Fingerprint of the weights; only while nothing moves. */
  hash: string | null;
  curve: Curve | null;
  /** Absent if neither the weights nor the options changed. */
  pictures: Pictures | null;
  parameters: Float32Array | null;
}

interface Results {
  start: Run;
  configure: Run;
  change: Run;
  colours: null;
  reset: null;
  step: Outcome;
  play: null;
  pause: null;
  frame: Frame;
  hash: string;
  samples: Float32Array[];
}

export type RequestType = keyof RequestBodies;
export type Body<T extends RequestType> = RequestBodies[T];
export type Result<T extends RequestType> = Results[T];

export type Request = {
  [T in RequestType]: { id: number; type: T; body: RequestBodies[T] };
}[RequestType];

export type Reply =
  /** The script runs; a loader that stays silent has failed. */
  | { type: 'alive' }
  | { type: 'result'; id: number; result: Results[RequestType] }
  /** The engine cannot go on. */
  | { type: 'crash'; message: string };
