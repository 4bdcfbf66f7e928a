// npm run api: the reference of the library's interface as HTML, build/api/html. Any warning is an error.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endOf, main, root, run, StepFailed } from './lib/steps.mjs';

await main(async () => {
  const { code: missing } = await run('sh', ['-c', 'command -v doxygen'], { quiet: true });
  if (missing) throw new StepFailed('doxygen is missing: the package doxygen of your system has it.');
  const folder = join(root, 'build/api');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { code, output } = await run('doxygen', ['docs/Doxyfile'], { quiet: true });
  if (code) throw new StepFailed(`The reference has faults:\n${endOf(output)}`);
  console.log('build/api/html/index.html');
});
