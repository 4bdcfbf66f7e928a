/** Every preset does what it claims, with the real WebAssembly. */
import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DownhillModule } from '../../../web/src/engine/module.js';
import { presets } from '../../../web/src/presets.js';

const glue = new URL('../../../build/wasm/bindings/wasm/downhill.js', import.meta.url);

describe.skipIf(!existsSync(glue))('presets', () => {
  let module: DownhillModule;

  beforeAll(async () => {
    const { default: createDownhill } = await import(/* @vite-ignore */ glue.href);
    module = await createDownhill();
  });

  it('are many of both kinds, with different names', () => {
    expect(presets.filter(({ good }) => good).length).toBeGreaterThanOrEqual(8);
    expect(presets.filter(({ good }) => !good).length).toBeGreaterThanOrEqual(8);
    expect(new Set(presets.map(({ name }) => name)).size).toBe(presets.length);
  });

  it.each(presets)(
    '$name: $claim.kind',
    ({ query, claim }) => {
      const trainer = new module.Trainer();
      try {
        expect(trainer.configure(query, false).message).toBe('');
        expect(query).toContain('seed=');
        if (claim.kind === 'diverges') {
          expect(trainer.step(claim.steps).code).toBe('diverged');
          return;
        }
        let best = 0;
        for (let epoch = 0; epoch < claim.epochs; epoch += 1) {
          expect(trainer.step(trainer.stepsPerEpoch()).code).toBe('ok');
          best = Math.max(best, trainer.metrics().testAccuracy);
          if (claim.kind === 'reaches' && best >= claim.accuracy) break;
        }
        const { trainAccuracy, testAccuracy } = trainer.metrics();
        if (claim.kind === 'reaches') expect(best).toBeGreaterThanOrEqual(claim.accuracy);
        if (claim.kind === 'stays below') expect(best).toBeLessThan(claim.accuracy);
        if (claim.kind === 'overfits') expect(trainAccuracy - testAccuracy).toBeGreaterThanOrEqual(claim.gap);
      } finally {
        trainer.delete();
      }
    },
    60_000,
  );
});
