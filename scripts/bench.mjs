// npm run bench [-- Google Benchmark's options]: kernels, whole epochs, phases and costs on the engines of this processor.
// Without options also as JSON, for Google Benchmark's compare.py. All of it takes some minutes;
// --benchmark_filter=W1 takes seconds, and --benchmark_list_tests says what there is.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildPreset } from './lib/project.mjs';
import { main, root, setup, step, tools } from './lib/steps.mjs';

await main(async () => {
  await setup('native');
  let built;
  await step('core and benchmarks', async () => {
    built = await buildPreset('native-release', { targets: ['downhill_bench'] });
  });
  const given = process.argv.slice(2);
  const file = join(root, 'build/bench.json');
  const usual = ['--benchmark_min_time=0.1', `--benchmark_out=${file}`, '--benchmark_out_format=json'];
  const options = given.length ? given : usual;
  const { status } = spawnSync(join(built, 'bench/downhill_bench'), options, { stdio: 'inherit', env: await tools() });
  if (!given.length) console.log(file);
  return status ?? 1;
});
