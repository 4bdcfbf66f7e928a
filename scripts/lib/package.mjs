// Builds the npm package into dist/package: modules, bundle, page without a server, manifest and declarations.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { must, root, StepFailed } from './steps.mjs';

const out = join(root, 'dist/package');

/** What npm and every consumer read. */
function packageJson({ name, version, description, license, author }) {
  const entry = (file) => ({ types: `./types/${file}.d.ts`, default: `./${file}.js` });
  return {
    name,
    version,
    description,
    license,
    author,
    keywords: ['neural-network', 'backpropagation', 'gradient-descent', 'education', 'webassembly', 'custom-element'],
    type: 'module',
    engines: { node: '>=20' },
    main: './downhill.js',
    types: './types/downhill.d.ts',
    exports: {
      '.': entry('downhill'),
      './element': entry('element'),
      './core': entry('core'),
      './bundle': { types: './types/downhill.d.ts', default: './downhill.bundle.js' },
      './*.wasm': './*.wasm',
      './custom-elements.json': './custom-elements.json',
      './package.json': './package.json',
    },
    unpkg: './downhill.bundle.js',
    jsdelivr: './downhill.bundle.js',
    customElements: './custom-elements.json',
    sideEffects: ['./downhill.js', './downhill.bundle.js', './chunks/*.js'],
    files: ['*.js', '*.wasm', '*.html', 'chunks', 'types', 'custom-elements.json'],
    publishConfig: { access: 'public', provenance: true },
  };
}

/** The page, with script and style inside. The one thing a script may not hold is its own end. */
async function offlinePage(vite, config) {
  const [{ output }] = [await vite.build(config)].flat();
  const script = output.find(({ type }) => type === 'chunk').code.replaceAll('</script', '<\\/script');
  const style = output.find(({ fileName }) => fileName.endsWith('.css')).source;
  const icon = readFileSync(join(root, 'web/public/favicon.svg'), 'base64');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Downhill · a neural-network playground</title>
<link rel="icon" href="data:image/svg+xml;base64,${icon}">
<style>${style}</style>
</head>
<body>
<dh-playground></dh-playground>
<noscript>Downhill trains a neural network in your browser and needs JavaScript and WebAssembly for that.</noscript>
<script type="module">${script}</script>
</body>
</html>
`;
}

/** Declarations of the three entries and of whatever those name, and no others. */
async function declarations(env, log) {
  const all = join(root, 'build/package-types');
  rmSync(all, { recursive: true, force: true });
  await must('tsc', ['-p', join(root, 'web/tsconfig.package.json'), '--outDir', all], { env, log });
  const source = join(all, 'web/src');
  const entries = { downhill: 'embed/index', element: 'embed/element', core: 'core' };
  const wanted = new Set();
  const visit = (file) => {
    if (wanted.has(file)) return;
    wanted.add(file);
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g)) {
      visit(resolve(dirname(file), `${name}.d.ts`));
    }
  };
  for (const file of Object.values(entries)) visit(join(source, `${file}.d.ts`));
  for (const file of wanted) {
    const target = join(out, 'types/src', relative(source, file));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(file, target);
  }
  for (const [entry, file] of Object.entries(entries)) {
    writeFileSync(join(out, `types/${entry}.d.ts`), `export * from './src/${file}.js';\n`);
  }
}

export async function buildPackage(env, log) {
  const vite = await import('vite');
  const configs = await vite.runnerImport(join(root, 'web/vite.package.ts'));
  const { modules, bundle, offline } = configs.module;
  await vite.build(modules);
  await vite.build(bundle);
  writeFileSync(join(out, 'downhill.offline.html'), await offlinePage(vite, offline));
  const { module } = await vite.runnerImport(join(root, 'web/src/embed/manifest.ts'));
  writeFileSync(join(out, 'custom-elements.json'), `${JSON.stringify(module.manifest(), null, 2)}\n`);
  await declarations(env, log);
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(packageJson(own), null, 2)}\n`);
  cpSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
  cpSync(join(root, 'docs/package.md'), join(out, 'README.md'));
  const binaries = readdirSync(out).filter((name) => name.endsWith('.wasm'));
  if (binaries.length < 3) throw new StepFailed(`dist/package has only ${binaries.join(', ') || 'no binaries'}.`);
}
