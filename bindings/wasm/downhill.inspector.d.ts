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
export type Found = {
  ok: boolean,
  message: EmbindString,
  json: EmbindString
};

export interface Inspector {
  configure(query: EmbindString): Found;
  loadPoints(csv: EmbindString, regression: boolean): Found;
  restore(snapshot: any): Found;
  setColours(bytes: any): void;
  trace(x1: number, x2: number, target: number): Found;
  tracePoint(point: number): Found;
  nudge(x1: number, x2: number, target: number, place: number, epsilon: number): Found;
  batch(): Found;
  graph(point: number): Found;
  nextStep(): Found;
  swapRules(): Found;
  taylor(): Found;
  slice(low: number, high: number, count: number): Found;
  rates(epochs: number, count: number): Found;
  rangeTest(low: number, high: number, steps: number): Found;
  fan(batchSize: number, count: number): Found;
  flow(): Found;
  histograms(quantity: EmbindString, low: number, high: number, bins: number): Found;
  activation(name: EmbindString, low: number, high: number, count: number): Found;
  pairing(output: EmbindString, loss: EmbindString, low: number, high: number, count: number): Found;
  softmax(z: any): Found;
  objective(): Found;
  check(epsilon: number, fault: EmbindString, samples: number): Found;
  sweep(epsilons: any, fault: EmbindString, samples: number): Found;
  cost(): Found;
  phaseTimes(steps: number): Found;
  compareCosts(queries: EmbindString, steps: number): Found;
  diagnose(initialLoss: number, losses: any, diverged: boolean): Found;
  beginLandscape(kind: EmbindString, reach: number, side: number, first: number, second: number, path: any): Found;
  landscapeRows(first: number, count: number): Found;
  locate(): Found;
  beginRace(lanes: EmbindString, weightScale: number): Found;
  race(steps: number): Found;
  racePicture(lane: number, side: number): Uint8Array;
  numbers(): Float64Array;
  delete(): void;
}

interface EmbindModule {
  Inspector: {
    new(): Inspector;
  };
}

export type MainModule = WasmModule & typeof RuntimeExports & EmbindModule;
export default function MainModuleFactory (options?: unknown): Promise<MainModule>;
