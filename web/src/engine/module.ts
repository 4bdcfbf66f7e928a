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
  batchLoss: number;
  diverged: boolean;
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
  inputs: { name: string }[];
  layers: LayerLayout[];
  parameters: number;
  classes: number;
  outputs: number;
}

export interface EngineInfo {
  name: string;
  mode: string;
  lanes: number;
}

export interface Trainer {
  configure(query: string): Outcome;
  change(key: string, value: string): Outcome;
  settings(): string;
  allSettings(): string;
  reset(): void;
  step(count: number): Outcome;
  trainFor(milliseconds: number, maxSteps: number): Outcome;
  stepsPerEpoch(): number;
  metrics(): Metrics;
  layout(): string;
  parameters(): Float32Array;
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

export type Binary = 'simd' | 'relaxed';
export type Loader = (binary: Binary) => Promise<DownhillModule>;
