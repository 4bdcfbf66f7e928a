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
export type Made = {
  ok: boolean,
  message: EmbindString
};

export interface Exporter {
  loadPoints(csv: EmbindString, regression: boolean): Made;
  configure(query: EmbindString): Made;
  restore(numbers: any): Made;
  make(format: EmbindString): Made;
  file(): Uint8Array;
  delete(): void;
}

interface EmbindModule {
  Exporter: {
    new(): Exporter;
  };
}

export type MainModule = WasmModule & typeof RuntimeExports & EmbindModule;
export default function MainModuleFactory (options?: unknown): Promise<MainModule>;
