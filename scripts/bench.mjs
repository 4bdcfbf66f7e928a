// npm run bench [-- Google Benchmark's options]: kernels and whole epochs on every engine that this processor has.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildPreset } from './lib/project.mjs';
import { main, setup, step, tools } from './lib/steps.mjs';

await main(async () => {
  await setup('native');
  let built;
  await step('core and benchmarks', async () => {
    built = await buildPreset('native-release', { targets: ['downhill_bench'] });
  });
  const given = process.argv.slice(2);
  const options = given.length ? given : ['--benchmark_min_time=0.1'];
  const { status } = spawnSync(join(built, 'bench/downhill_bench'), options, { stdio: 'inherit', env: await tools() });
  return status ?? 1;
});
