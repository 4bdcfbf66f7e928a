// A copy of what the core's tests are built from, where a fault can be planted; its build is kept for the next time.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { must, root, tools } from './steps.mjs';

const parts = [
  'CMakeLists.txt',
  'CMakePresets.json',
  'cmake',
  'core',
  'tests/CMakeLists.txt',
  'tests/core',
  'tests/fuzz',
  'package.json',
  'tests/golden',
];

const same = (file, content) => existsSync(file) && readFileSync(file).equals(content);

/** Only what differs is written, so that only that is built again. */
export async function prepareTree(number) {
  const sources = join(root, 'build/mutation', String(number));
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...parts];
  const { output } = await must('git', list, { quiet: true });
  for (const file of output.split('\n').filter(Boolean)) {
    const [from, to] = [join(root, file), join(sources, file)];
    if (!existsSync(from)) continue;
    const content = readFileSync(from);
    if (same(to, content)) continue;
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, content);
  }
  await must('cmake', ['-S', sources, '--preset', 'mutation'], { env: await tools(), quiet: true });
  const build = join(sources, 'build');
  return { sources, build, tests: join(build, 'tests/downhill_tests') };
}
