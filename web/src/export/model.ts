/** The network as a file for other programs. The core writes it, in a binary that is loaded the first time. */
import createExporter from '#downhill.exporter';
import url from '#downhill.exporter.wasm?url';
import { compileOnce, instantiate } from '../engine/compile.js';
import { wasmAddress } from '../engine/config.js';
import type { modelFormats } from '../generated/model-formats.js';
import { t } from '../language.js';
import type { Playground } from '../playground.js';

export type ModelFormat = (typeof modelFormats)[number];

interface Made {
  ok: boolean;
  message: string;
}

/** The WebAssembly module, as docs/bindings.md describes it. */
export interface ExporterModule {
  Exporter: new () => {
    loadPoints(csv: string, regression: boolean): Made;
    configure(query: string): Made;
    restore(snapshot: Float64Array): Made;
    make(format: string): Made;
    file(): Uint8Array<ArrayBuffer>;
    delete(): void;
  };
}

/** Rejects with a sentence that says why there is no file. */
export async function modelFile(model: Playground, format: ModelFormat['key']): Promise<Blob> {
  const source = await model.ask('snapshot', {});
  if (!source) throw new Error(t('The engine is not running.'));
  const module = await instantiate(createExporter, await compileOnce(wasmAddress(url)));
  const exporter = new module.Exporter();
  const need = ({ ok, message }: Made) => {
    if (!ok) throw new Error(message);
  };
  try {
    if (source.points) need(exporter.loadPoints(source.points.csv, source.points.regression));
    need(exporter.configure(source.query));
    need(exporter.restore(source.snapshot));
    need(exporter.make(format));
    return new Blob([exporter.file()], { type: 'application/octet-stream' });
  } finally {
    exporter.delete();
  }
}
