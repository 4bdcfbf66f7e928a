// End-to-end tests of the command line. The program's path is the first argument; a second one chooses tests by a part of
// their titles.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tests as exchange } from './exchange.mjs';
import { tests as looking } from './looking.mjs';
import { leave, root } from './program.mjs';
import { tests as refusals } from './refusals.mjs';
import { tests as shell } from './shell.mjs';
import { tests as tables } from './tables.mjs';
import { tests as training } from './training.mjs';

const tests = { ...training, ...tables, ...exchange, ...looking, ...shell, ...refusals };
const wanted = process.argv[3] ?? '';
const report = { passed: 0, failed: 0, skipped: 0, failures: [] };
for (const [title, test] of Object.entries(tests)) {
  if (!title.includes(wanted)) continue;
  try {
    const remark = await test();
    report[remark?.startsWith('skipped') ? 'skipped' : 'passed'] += 1;
    console.log(`  ok    ${title}${remark ? ` (${remark})` : ''}`);
  } catch (error) {
    report.failed += 1;
    report.failures.push({ title, message: String(error.message) });
    console.log(`  FAIL  ${title}\n        ${String(error.stack).split('\n').slice(0, 12).join('\n        ')}`);
  }
}
leave();
mkdirSync(join(root, 'build/logs'), { recursive: true });
writeFileSync(join(root, 'build/logs/cli.json'), `${JSON.stringify(report, null, 2)}\n`);
console.log(`${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped`);
process.exitCode = report.failed ? 1 : 0;
