/** Links whose weights after 1,000 epochs are pinned, with the real WebAssembly where it has been built. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const glue = new URL('../../../build/wasm/bindings/wasm/downhill.js', import.meta.url);
const pinned = new URL('../../golden/link_hashes.json', import.meta.url);

describe.skipIf(!existsSync(glue))('pinned links', () => {
  it('leave the same bits in Node as everywhere', async () => {
    const { default: createDownhill } = await import(/* @vite-ignore */ glue.href);
    const downhill = await createDownhill();
    const { epochs, runs } = JSON.parse(readFileSync(pinned, 'utf8'));
    const found = runs.map(({ query }: { query: string }) => {
      const trainer = new downhill.Trainer();
      const configured = trainer.configure(query);
      const trained = trainer.step(epochs * trainer.stepsPerEpoch());
      const hash = configured.code === 'ok' && trained.code === 'ok' ? trainer.stateHash() : trained.message;
      trainer.delete();
      return { query, hash };
    });
    expect(found).toEqual(runs);
  }, 60_000);
});
