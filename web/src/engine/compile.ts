/** Fetches and compiles a binary. Rejects with a sentence that says what is wrong with it. */
export async function compile(url: string): Promise<WebAssembly.Module> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new Error(`${url} could not be fetched: ${words(error)}`);
  }
  if (!response.ok) throw new Error(`${url} could not be fetched: the server answers ${response.status}.`);
  // Hosts that do not know the type of the file are no reason to give up.
  const isTyped = /^application\/wasm\b/.test(response.headers.get('Content-Type') ?? '');
  try {
    return await (isTyped
      ? WebAssembly.compileStreaming(response)
      : response.arrayBuffer().then((bytes) => WebAssembly.compile(bytes)));
  } catch (error) {
    throw new Error(`${url} is no WebAssembly that runs here: ${words(error)}`);
  }
}

const compiled = new Map<string, Promise<WebAssembly.Module>>();

/** Once for all engines of a page; what failed is tried anew the next time. */
export function compileOnce(url: string): Promise<WebAssembly.Module> {
  const known = compiled.get(url);
  if (known) return known;
  const module = compile(url);
  compiled.set(url, module);
  module.catch(() => compiled.delete(url));
  return module;
}

/** What Emscripten writes beside a binary. */
export type Factory<Module> = (options: {
  instantiateWasm: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) => object;
}) => Promise<Module>;

/** The glue itself would wait for ever for an instance that cannot be made. */
export function instantiate<Module>(create: Factory<Module>, module: WebAssembly.Module): Promise<Module> {
  return new Promise((resolve, reject) => {
    create({
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(module, imports).then((instance) => done(instance, module), reject);
        return {};
      },
    }).then(resolve, reject);
  });
}

const words = (error: unknown) => (error instanceof Error ? error.message : String(error));
