// The project's own build steps, shared by start, test, build and check.

import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { logs, must, root, run, StepFailed, setup, step, tools } from './steps.mjs';

const binaryDirs = {
  'native-release': 'build/native',
  coverage: 'build/coverage',
  wasm: 'build/wasm',
};

const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** An empty log file for this run of a stage. */
export function freshLog(name) {
  const file = join(logs, `${name}.log`);
  rmSync(file, { force: true });
  return file;
}

/** Two commands that build in one folder at a time (npm start beside npm test) would mix each other's outputs. */
async function alone(binaryDir, command, options) {
  mkdirSync(join(root, 'build'), { recursive: true });
  const hasFlock = (await run('sh', ['-c', 'command -v flock'], { quiet: true })).code === 0;
  const [first, ...rest] = hasFlock ? ['flock', `${binaryDir}.lock`, ...command] : command;
  await must(first, rest, options);
}

/** Configures (only when needed: Ninja itself notices changed CMakeLists, but not changed presets) and builds. */
export async function buildPreset(preset, { targets = [], define = {}, log = freshLog(`build-${preset}`) } = {}) {
  const env = await tools();
  const binaryDir = join(root, binaryDirs[preset]);
  const configured = Math.min(modified(join(binaryDir, 'build.ninja')), modified(join(binaryDir, 'CMakeCache.txt')));
  if (preset === 'wasm' && !existsSync(env.DOWNHILL_EMSCRIPTEN_TOOLCHAIN ?? '')) {
    throw new StepFailed('There is no Emscripten here: run scripts/setup wasm.');
  }
  if (configured < modified(join(root, 'CMakePresets.json')) || configured < modified(join(root, '.tools/env.sh'))) {
    await alone(binaryDir, ['cmake', '--preset', preset], { env, log });
  }
  const options = Object.entries(define).map(([key, value]) => `-D${key}=${value}`);
  if (options.length) await alone(binaryDir, ['cmake', binaryDir, ...options], { env, log });
  const wanted = targets.flatMap((target) => ['--target', target]);
  await alone(binaryDir, ['cmake', '--build', binaryDir, ...wanted], { env, log });
  return binaryDir;
}

/** Only what the browser needs, not the tests. */
export function buildWasm() {
  return buildPreset('wasm', { targets: ['bindings/all', 'bench/all'] });
}

export async function generate(log = freshLog('generate')) {
  await must('node', [join(root, 'scripts/generate.mjs')], { env: await tools(), log });
}

export const viteConfig = join(root, 'web/vite.config.ts');

export async function buildSite(log = freshLog('site')) {
  if (!existsSync(viteConfig)) throw new StepFailed('web/vite.config.ts is missing: the site cannot be built.');
  await must('vite', ['build', '--config', viteConfig, join(root, 'web')], { env: await tools(), log });
}

export async function buildNpmPackage(log = freshLog('package')) {
  const { buildPackage } = await import('./package.mjs');
  await buildPackage(await tools(), log);
}

/** Whatever a visitor needs, from the tools to the site. */
export async function buildAll() {
  await setup('wasm');
  await step('core for WebAssembly', () => buildWasm());
  await step('settings and declarations for TypeScript', () => generate());
  await step('site', () => buildSite());
}
