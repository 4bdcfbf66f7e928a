// The list of faults: whether it fits the sources, and its table in docs/testing.md.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faults } from '../../tests/mutation/faults.mjs';
import { root, StepFailed } from './steps.mjs';

const page = join(root, 'docs/testing.md');
const marked = /(<!-- mutation: written by npm run mutate -- --write -->\n)([\s\S]*?)(<!-- mutation: end -->)/;

const occurrences = (text, part) => text.split(part).length - 1;

function complaints() {
  const names = new Set();
  return faults.flatMap(({ name, file, find, replace }) => {
    const places = occurrences(readFileSync(join(root, file), 'utf8'), find);
    const wrong = [];
    if (names.has(name)) wrong.push(`${name}: the name is taken`);
    if (places !== 1) wrong.push(`${name}: its text stands ${places} times in ${file}, not once:\n    ${find}`);
    if (find === replace) wrong.push(`${name}: it changes nothing`);
    names.add(name);
    return wrong;
  });
}

/** Every fault's text stands exactly once in its file. */
export function checkFaults() {
  const wrong = complaints();
  if (wrong.length) throw new StepFailed(`Faults that no longer fit:\n  ${wrong.join('\n  ')}`);
}

/** The page's table lists the faults there are, each with the test that caught it. */
export function checkList() {
  checkFaults();
  const listed = [...caughtBy().keys()].sort().join(' ');
  const known = faults.map(({ name }) => name).sort();
  if (listed !== known.join(' '))
    throw new StepFailed('docs/testing.md lists other faults: npm run mutate -- --write.');
  if (readFileSync(page, 'utf8') !== pageWith(caughtBy())) {
    throw new StepFailed('The table of docs/testing.md is not what npm run mutate -- --write would leave.');
  }
}

/** Which test caught which fault, as the page says. */
function caughtBy() {
  const rows =
    readFileSync(page, 'utf8')
      .match(marked)?.[2]
      .matchAll(/^\| `([^`]+)` \| .* \| (.+) \|$/gm) ?? [];
  return new Map([...rows].map(([, name, test]) => [name, test]));
}

function pageWith(caught) {
  const caughtFaults = faults.filter(({ name }) => caught.has(name));
  const files = [...new Set(caughtFaults.map(({ file }) => file))];
  const tables = files.map((file) => {
    const rows = caughtFaults
      .filter((fault) => fault.file === file)
      .map(({ name, breaks }) => `| \`${name}\` | ${breaks.replaceAll('|', '\\|')} | ${caught.get(name)} |`);
    return `**${file}**\n\n| fault | what it does | caught first by |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  const text = `${caughtFaults.length} of ${faults.length} faults are caught.\n\n${tables.join('\n')}`;
  return readFileSync(page, 'utf8').replace(marked, (_, begin, __, end) => `${begin}\n${text}\n${end}`);
}

/** Puts results into the page; faults that were not planted this time keep what it says. */
export function writeList(results) {
  const known = new Set(faults.map(({ name }) => name));
  const caught = new Map([...caughtBy(), ...results].filter(([name, test]) => test && known.has(name)));
  writeFileSync(page, pageWith(caught));
}
