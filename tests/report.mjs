// Runs tests by title and leaves build/logs/NAME.json. A test fails by throwing; a remark that begins with "skipped" skips.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

export async function runTests(name, tests, wanted = '') {
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
      const told = [error.stdout, error.stderr, error.stack].filter(Boolean).join('\n');
      console.log(`  FAIL  ${title}\n        ${told.split('\n').slice(0, 25).join('\n        ')}`);
    }
  }
  mkdirSync(join(root, 'build/logs'), { recursive: true });
  writeFileSync(join(root, `build/logs/${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  console.log(`${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped`);
  process.exitCode = report.failed ? 1 : 0;
}
