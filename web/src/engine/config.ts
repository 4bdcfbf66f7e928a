/** Where the engine’s parts are, for whoever serves them from elsewhere; read when an engine starts. */
export interface EngineConfig {
  /** Folder of the WebAssembly files; beside the script if empty. */
  wasmLocation: string;
  /** The worker’s script; beside the other scripts if empty. */
  workerLocation: string;
  /** How many workers all engines of a page share. */
  maxWorkers: number;
  /** Without them training runs in slices on the page. */
  useWorkers: boolean;
}

export const engineConfig: EngineConfig = { wasmLocation: '', workerLocation: '', maxWorkers: 2, useWorkers: true };

/** The address of one of the engine’s files. */
export function wasmAddress(built: string): string {
  const { wasmLocation } = engineConfig;
  if (!wasmLocation) return built;
  const folder = new URL(wasmLocation.endsWith('/') ? wasmLocation : `${wasmLocation}/`, document.baseURI);
  return new URL(built.split('/').at(-1) ?? '', folder).href;
}
