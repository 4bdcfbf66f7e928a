// Every npm module's licence must be one that we agreed to: what is shipped needs to be permissive, tools may be more.

import { main, readJson } from './lib/steps.mjs';

const permissive = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'Unlicense',
  'CC0-1.0',
  'BlueOak-1.0.0',
]);
const alsoForTools = new Set(['MPL-2.0', 'Python-2.0', 'CC-BY-4.0']);

/** "(MIT OR Apache-2.0)" asks for one of them, "MIT AND ISC" for all. */
function allowed(expression, dev) {
  const known = (name) => permissive.has(name) || (dev && alsoForTools.has(name));
  return expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((name) => known(name.trim())));
}

await main(() => {
  const modules = Object.entries(readJson('package-lock.json').packages).filter(([path]) => path !== '');
  const refused = modules.filter(
    ([, { license, dev, devOptional }]) => !license || !allowed(license, dev || devOptional),
  );
  for (const [path, { version, license }] of refused) {
    console.log(
      `${path} ${version}: licence ${license ?? 'not given'} is not on the list in scripts/check-licences.mjs`,
    );
  }
  if (refused.length === 0) console.log(`${modules.length} modules, every licence on the list`);
  return refused.length ? 1 : 0;
});
