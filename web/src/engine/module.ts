/** The WebAssembly module as docs/bindings.md describes it. */

export interface Outcome {
  ok: boolean;
  code: 'ok' | 'clamped' | 'unknown' | 'refused' | 'stopped' | 'diverged';
  message: string;
  rebuilt: boolean;
}

export interface Metrics {
  step: number;
  epoch: number;
  trainLoss: number;
  testLoss: number;
  trainAccuracy: number;
  testAccuracy: number;
  trainRSquared: number;
  testRSquared: number;
  batchLoss: number;
  penalty: number;
  /** η of the next step, after its schedule. */
  rate: number;
  /** Of the last batch, clipped and penalised. */
  gradientNorm: number;
  clippedSteps: number;
  diverged: boolean;
}

/** The steps that goTo() reaches. */
export interface Reach {
  first: number;
  last: number;
}

export interface LayerLayout {
  units: number;
  inputs: number;
  activation: string;
  words?: string | undefined;
  /** Offsets into the parameters; weights are row-major `[units][inputs]`. */
  weights: number;
  biases: number;
}

export interface Layout {
  inputs: { key: string; name: string }[];
  layers: LayerLayout[];
  parameters: number;
  classes: number;
  /** Empty if they go by their numbers. */
  classNames: string[];
  /** A number is learnt, not a class. */
  regression: boolean;
  outputs: number;
}

export interface EngineInfo {
  name: string;
  mode: string;
  lanes: number;
}

export interface Trainer {
  configure(query: string, keepWeights: boolean): Outcome;
  change(key: string, value: string, keepWeights: boolean): Outcome;
  loadPoints(csv: string, regression: boolean, keepWeights: boolean): Outcome;
  pointsCsv(): string;
  settings(): string;
  allSettings(): string;
  reset(): void;
  step(count: number): Outcome;
  trainFor(milliseconds: number, maxSteps: number): Outcome;
  stepsPerEpoch(): number;
  metrics(): Metrics;
  confusion(test: boolean): Uint32Array;
  /** Four numbers a class: precision, recall, F1 (NaN where nothing can be said) and the number of its points. */
  scores(test: boolean): Float64Array;
  reach(): Reach;
  goTo(step: number): Outcome;
  setParameter(place: number, value: number): Outcome;
  freeze(place: number, frozen: boolean): Outcome;
  frozen(): Uint32Array;
  snapshot(): Float64Array;
  restore(numbers: Float64Array): Outcome;
  layout(): string;
  parameters(): Float32Array;
  lastUpdate(): Float32Array;
  gradient(): Float32Array;
  probe(x1: number, x2: number): Float32Array;
  points(): Float32Array;
  trainCount(): number;
  testCount(): number;
  setColours(bytes: Uint8Array): Outcome;
  render(mapSize: number, tileSize: number, discretize: boolean): Outcome;
  mapPixels(): Uint8Array;
  mapValues(): Float32Array;
  tilePixels(): Uint8Array;
  engine(): EngineInfo;
  stateHash(): string;
  delete(): void;
}

export interface DownhillModule {
  buildInfo(): { version: string; binary: string; memoryBytes: number };
  liveObjects(): number;
  Trainer: new () => Trainer;
}

/** One engine each: vectors, fused ones for the fast mode, or none. */
export type Binary = 'simd' | 'relaxed' | 'scalar';
export type Loader = (binary: Binary) => Promise<DownhillModule>;
