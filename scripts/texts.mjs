// npm run texts: which texts of the page a language lacks, and which of its translations nothing says any more.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/steps.mjs';
import { allTexts, gaps } from './lib/texts.mjs';

const said = allTexts(root);
const folder = join(root, 'web/src/languages');
for (const file of readdirSync(folder)) {
  const { texts } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const { missing, unused } = gaps(texts, said);
  console.log(`${file}: ${said.size} texts, ${missing.length} missing, ${unused.length} unused`);
  if (missing.length > 0) console.log(`missing: ${JSON.stringify(missing, null, 1)}`);
  if (unused.length > 0) console.log(`unused: ${JSON.stringify(unused, null, 1)}`);
  if (missing.length + unused.length > 0) process.exitCode = 1;
}
