// npm run coverage: which lines and branches of core/ its tests reach, natively. The whole report: build/coverage/index.html.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPreset } from './lib/project.mjs';
import { main, must, root, StepFailed, setup, step, tools } from './lib/steps.mjs';

const least = { line: 95, branch: 90 };
// Unoptimised these take many minutes, and reach nothing that others do not.
const long = '*PinnedRuns*:*BlockGradient*:*UlpBounds*:*OverAllMagnitudes*:*OfSoftmax*';

async function measure(built) {
  const summary = join(built, 'summary.json');
  const args = ['--root', root, '--object-directory', built, '--filter', `${root}/core/`, built];
  // Not branches of ours: where an exception would leave, and what the compiler knows it never takes.
  args.push('--exclude-throw-branches', '--exclude-unreachable-branches');
  args.push('--json-summary', summary, '--html-details', join(built, 'index.html'));
  await must('gcovr', args, { env: await tools(), quiet: true });
  return JSON.parse(readFileSync(summary, 'utf8'));
}

const percent = (covered, total) => (total === 0 ? '' : `${((100 * covered) / total).toFixed(1)} %`);

function print(summary) {
  const row = (name, lines, branches) => console.log(name.padEnd(44) + lines.padStart(10) + branches.padStart(10));
  row('', 'lines', 'branches');
  for (const file of summary.files) {
    const lines = percent(file.line_covered, file.line_total);
    row(file.filename, lines, percent(file.branch_covered, file.branch_total));
  }
  for (const kind of ['line', 'branch']) {
    const [covered, total] = [summary[`${kind}_covered`], summary[`${kind}_total`]];
    console.log(`\n${covered} of ${total} ${kind === 'line' ? 'lines' : 'branches'}, ${percent(covered, total)}`);
    if (covered < (least[kind] / 100) * total) throw new StepFailed(`At least ${least[kind]} % are expected.`);
  }
}

await main(async () => {
  await setup('native', 'coverage');
  let built;
  await step('core and tests', async () => {
    built = await buildPreset('coverage', { targets: ['downhill_tests'] });
  });
  await step('tests', async () => {
    const tests = join(built, 'tests/downhill_tests');
    await must('find', [built, '-name', '*.gcda', '-delete'], { quiet: true }); // what earlier runs reached
    await must(tests, ['--gtest_brief=1', `--gtest_filter=-${long}`], { env: await tools(), quiet: true });
  });
  let summary;
  await step('report', async () => {
    summary = await measure(built);
  });
  print(summary);
});
