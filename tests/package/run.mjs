// The npm package as others take it: packed, installed, and used by Node, TypeScript, a plain page of another origin,
// Vite, webpack and esbuild. Leaves build/logs/package.json.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runTests } from '../report.mjs';
import { launch } from '../web/lib/browsers.mjs';
import { root } from '../web/lib/server.mjs';

const here = join(root, 'tests/package');
const work = join(root, 'build/package-test');
const built = join(root, 'dist/package');
const tools = createRequire(join(here, 'package.json'));
const run = (command, args, cwd = work) => execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
const bin = (name) => join(here, 'node_modules/.bin', name);

/** A folder with the packed package installed, as npm would do it. */
function install() {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const [{ filename }] = JSON.parse(run('npm', ['pack', built, '--json']));
  writeFileSync(join(work, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(work, filename)]);
  cpSync(join(here, 'src'), join(work, 'src'), { recursive: true });
  return filename;
}

const page = (
  script,
  before = '',
) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>consumer</title><body>
${before}<script type="module" src="${script}"></script></body></html>`;

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

function serve(folder) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    try {
      const body = readFileSync(join(folder, pathname));
      response
        .writeHead(200, {
          'Content-Type': types[extname(pathname)] ?? 'text/plain',
          'Access-Control-Allow-Origin': '*',
        })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({
        origin: `http://127.0.0.1:${server.address().port}`,
        close: () => server.close() && server.closeAllConnections(),
      }),
    ),
  );
}

/** The hash after 500 steps, in a page that holds one figure. */
async function trainedIn(browser, url) {
  const tab = await browser.newPage();
  await tab.goto(url);
  await tab.waitForFunction(() => document.querySelector('downhill-playground')?.ready, { timeout: 20_000 });
  const hash = await tab.evaluate(async () => {
    const figure = document.querySelector('downhill-playground');
    await figure.step(500);
    return figure.stateHash();
  });
  await tab.close();
  return hash;
}

const inNode = `import { createTrainer } from 'downhill/core';
import 'downhill';
const trainer = await createTrainer({ dataset: 'xor', network: 4 });
trainer.step(500);
console.log(trainer.stateHash);
trainer.dispose();`;

let expected = '';
let browser;

const tests = {
  'publint has nothing to say': () => {
    const said = run(bin('publint'), [built, '--strict']);
    assert.match(said, /All good/);
  },

  'its types are found in every way of looking for them': () => {
    run(bin('attw'), ['--pack', built, '--profile', 'esm-only', '--exclude-entrypoints', './*.wasm']);
  },

  'its declarations stand on their own': () => {
    const options = [
      '--noEmit',
      '--strict',
      '--target',
      'es2022',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
      '--lib',
      'es2023,dom,dom.iterable',
    ];
    run(join(root, 'node_modules/.bin/tsc'), [...options, 'src/types.ts']);
  },

  'Node trains with it and may import the element': () => {
    writeFileSync(join(work, 'node.mjs'), inNode);
    expected = run('node', ['node.mjs']).trim();
    assert.match(expected, /^[0-9a-f]{16}$/);
  },

  'the first script is small': () => {
    const [, chunk] = /from"\.\/(chunks\/element[^"]+)"/.exec(readFileSync(join(built, 'downhill.js'), 'utf8'));
    const text = readFileSync(join(built, chunk), 'utf8');
    const others = [...text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)].map(([, name]) =>
      join(built, 'chunks', name),
    );
    const bytes = [join(built, chunk), join(built, 'downhill.js'), ...others].reduce(
      (sum, file) => sum + gzipSync(readFileSync(file)).length,
      0,
    );
    assert.ok(bytes <= 8000, `${bytes} bytes`);
    return `${bytes} bytes of gzip`;
  },

  'a plain page takes the bundle from another origin': async () => {
    const host = await serve(join(work, 'node_modules/downhill'));
    writeFileSync(
      join(work, 'plain.html'),
      page(
        `${host.origin}/downhill.bundle.js`,
        '<downhill-playground dataset="xor" network="4" loading="eager"></downhill-playground>',
      ),
    );
    const own = await serve(work);
    assert.equal(await trainedIn(browser, `${own.origin}/plain.html`), expected);
    own.close();
    host.close();
  },

  'Vite builds a page with it': async () => {
    const { build } = await import('vite');
    writeFileSync(join(work, 'index.html'), page('./src/page.js'));
    await build({
      root: work,
      base: './',
      logLevel: 'error',
      configFile: false,
      build: { outDir: join(work, 'vite') },
    });
    const own = await serve(join(work, 'vite'));
    assert.equal(await trainedIn(browser, `${own.origin}/index.html`), expected);
    own.close();
  },

  'webpack builds a page with it': async () => {
    const webpack = tools('webpack');
    const config = {
      mode: 'production',
      entry: join(work, 'src/page.js'),
      output: { path: join(work, 'webpack'), publicPath: 'auto', module: true },
      experiments: { outputModule: true },
      performance: false,
    };
    const stats = await new Promise((resolve, reject) =>
      webpack(config, (error, result) => (error ? reject(error) : resolve(result))),
    );
    assert.deepEqual(
      stats.toJson().errors.map(({ message }) => message),
      [],
    );
    writeFileSync(join(work, 'webpack/index.html'), page('./main.mjs'));
    const own = await serve(join(work, 'webpack'));
    assert.equal(await trainedIn(browser, `${own.origin}/index.html`), expected);
    own.close();
  },

  'esbuild bundles it, told where the binaries are': async () => {
    const { build } = tools('esbuild');
    await build({
      entryPoints: [join(work, 'src/page.js')],
      bundle: true,
      format: 'esm',
      outdir: join(work, 'esbuild'),
      absWorkingDir: work,
      logLevel: 'error',
    });
    mkdirSync(join(work, 'esbuild/engine'));
    for (const name of [
      'downhill.wasm',
      'downhill.relaxed.wasm',
      'downhill.scalar.wasm',
      'downhill.inspector.wasm',
      'downhill.exporter.wasm',
    ])
      cpSync(join(built, name), join(work, 'esbuild/engine', name));
    writeFileSync(
      join(work, 'esbuild/index.html'),
      page('./page.js', '<script>globalThis.wasmLocation = "./engine/"</script>'),
    );
    const own = await serve(join(work, 'esbuild'));
    assert.equal(await trainedIn(browser, `${own.origin}/index.html`), expected);
    own.close();
  },
};

console.log(`packed ${install()}`);
browser = await launch('chromium');
await runTests('package', tests);
await browser?.close();
// A server that a failed test has left must not keep it waiting.
process.exit();
