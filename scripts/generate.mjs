// Writes what TypeScript takes from the core: the settings table and the declarations of the WebAssembly module.
// Both are committed; `npm run check` fails when they are out of date.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { main, root, StepFailed } from './lib/steps.mjs';

const built = join(root, 'build/wasm/bindings/wasm');

/** Leaves an unchanged file alone, so that nothing downstream is built again. */
function writeIfChanged(path, text) {
  const file = join(root, path);
  let before;
  try {
    before = readFileSync(file, 'utf8');
  } catch {
    before = undefined;
  }
  if (before === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`${path} ${before === undefined ? 'written' : 'renewed'}`);
}

/** The settings table and the formats of models. */
function tables() {
  const printed = execFileSync(process.execPath, [join(built, 'print-settings.cjs')], { encoding: 'utf8' });
  return printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function asTypeScript(table) {
  return `// Made by scripts/generate.mjs from the settings table of the core (core/include/downhill/settings.hpp). Do not edit.

export const settingsTable = ${JSON.stringify(table, null, 2)} as const;

export type Setting = (typeof settingsTable)['settings'][number];
export type SettingKey = Setting['key'];
`;
}

/** The names alone, for the element's first script, which must be small. */
function keysAsTypeScript(table) {
  const keys = table.settings.map(({ key }) => `  '${key}',\n`).join('');
  return `// Made by scripts/generate.mjs from the settings table of the core. Do not edit.

export const settingKeys = [\n${keys}] as const;
`;
}

function formatsAsTypeScript(formats) {
  return `// Made by scripts/generate.mjs from the core (core/include/downhill/model_export.hpp). Do not edit.

export const modelFormats = ${JSON.stringify(formats, null, 2)} as const;
`;
}

function declarations(name) {
  try {
    return readFileSync(join(built, name), 'utf8');
  } catch {
    throw new StepFailed(`${built}/${name} is missing: build the preset wasm first (npm run build does).`);
  }
}

await main(async () => {
  for (const name of ['downhill.d.ts', 'downhill.inspector.d.ts', 'downhill.exporter.d.ts']) {
    writeIfChanged(`bindings/wasm/${name}`, declarations(name));
  }
  const [table, formats] = tables();
  writeIfChanged('web/src/generated/settings.ts', asTypeScript(table));
  writeIfChanged('web/src/generated/setting-keys.ts', keysAsTypeScript(table));
  writeIfChanged('web/src/generated/model-formats.ts', formatsAsTypeScript(formats));
});
