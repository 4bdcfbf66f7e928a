/** The JavaScript that Emscripten writes beside each binary. */
declare module '#downhill' {
  const create: (options?: {
    instantiateWasm?: (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) => object;
  }) => Promise<import('./module.js').DownhillModule>;
  export default create;
}
declare module '#downhill.relaxed' {
  export { default } from '#downhill';
}
declare module '#downhill.scalar' {
  export { default } from '#downhill';
}
declare module 'virtual:classic-worker' {
  const script: string;
  export default script;
}
declare module '#downhill.wasm?url' {
  const url: string;
  export default url;
}
declare module '#downhill.relaxed.wasm?url' {
  const url: string;
  export default url;
}
declare module '#downhill.scalar.wasm?url' {
  const url: string;
  export default url;
}
declare module '#downhill.inspector' {
  const create: (options: {
    locateFile: (name: string) => string;
  }) => Promise<import('../inspect/answers.js').InspectorModule>;
  export default create;
}
declare module '#downhill.inspector.wasm?url' {
  const url: string;
  export default url;
}
declare module '#downhill.exporter' {
  const create: import('./compile.js').Factory<import('../export/model.js').ExporterModule>;
  export default create;
}
declare module '#downhill.exporter.wasm?url' {
  const url: string;
  export default url;
}
declare module 'virtual:classic-inspector' {
  const script: string;
  export default script;
}
declare module '#downhill.bench' {
  const create: (options: {
    locateFile: (name: string) => string;
  }) => Promise<import('../speed/worker.js').BenchModule>;
  export default create;
}
declare module '#downhill.bench.relaxed' {
  export { default } from '#downhill.bench';
}
declare module '#downhill.bench.wasm?url' {
  const url: string;
  export default url;
}
declare module '#downhill.bench.relaxed.wasm?url' {
  const url: string;
  export default url;
}
