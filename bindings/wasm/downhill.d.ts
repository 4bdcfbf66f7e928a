// TypeScript bindings for emscripten-generated code.  Automatically generated at compile time.
declare namespace RuntimeExports {
    let HEAPF32: any;
    let HEAPF64: any;
    let HEAP_DATA_VIEW: any;
    let HEAP8: any;
    let HEAPU8: any;
    let HEAP16: any;
    let HEAPU16: any;
    let HEAP32: any;
    let HEAPU32: any;
    let HEAP64: any;
    let HEAPU64: any;
}
interface WasmModule {
}

type EmbindString = ArrayBuffer|Uint8Array|Uint8ClampedArray|Int8Array|string;
export type Outcome = {
  ok: boolean,
  code: EmbindString,
  message: EmbindString,
  rebuilt: boolean
};

export type Metrics = {
  step: number,
  epoch: number,
  trainLoss: number,
  testLoss: number,
  trainAccuracy: number,
  testAccuracy: number,
  trainRSquared: number,
  testRSquared: number,
  batchLoss: number,
  penalty: number,
  rate: number,
  gradientNorm: number,
  clippedSteps: number,
  diverged: boolean
};

export type Reach = {
  first: number,
  last: number
};

export type EngineInfo = {
  name: EmbindString,
  mode: EmbindString,
  lanes: number
};

export type BuildInfo = {
  version: EmbindString,
  binary: EmbindString,
  memoryBytes: number
};

export interface Trainer {
  configure(query: EmbindString, keepWeights: boolean): Outcome;
  change(key: EmbindString, value: EmbindString, keepWeights: boolean): Outcome;
  loadPoints(csv: EmbindString, regression: boolean, keepWeights: boolean): Outcome;
  pointsCsv(): string;
  settings(): string;
  allSettings(): string;
  reset(): void;
  step(count: number): Outcome;
  trainFor(milliseconds: number, maxSteps: number): Outcome;
  stepsPerEpoch(): number;
  metrics(): Metrics;
  confusion(test: boolean): Uint32Array;
  scores(test: boolean): Float64Array;
  reach(): Reach;
  goTo(step: number): Outcome;
  setParameter(place: number, value: number): Outcome;
  freeze(place: number, frozen: boolean): Outcome;
  frozen(): Uint32Array;
  snapshot(): Float64Array;
  restore(numbers: any): Outcome;
  layout(): string;
  parameters(): Float32Array;
  lastUpdate(): Float32Array;
  gradient(): Float32Array;
  probe(x1: number, x2: number): Float32Array;
  points(): Float32Array;
  trainCount(): number;
  testCount(): number;
  setColours(bytes: any): Outcome;
  render(mapSize: number, tileSize: number, discretize: boolean): Outcome;
  mapPixels(): Uint8Array;
  mapValues(): Float32Array;
  tilePixels(): Uint8Array;
  engine(): EngineInfo;
  stateHash(): string;
  delete(): void;
}

interface EmbindModule {
  buildInfo(): BuildInfo;
  liveObjects(): number;
  Trainer: {
    new(): Trainer;
  };
}

export type MainModule = WasmModule & typeof RuntimeExports & EmbindModule;
export default function MainModuleFactory (options?: unknown): Promise<MainModule>;
