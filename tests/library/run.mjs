// The library as others take it: installed, found by CMake and by pkg-config, built from its sources; every public header
// alone, with GCC and clang. The folder of the native build is the first argument.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runTests } from '../report.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const built = resolve(process.argv[2]);
const work = mkdtempSync(join(tmpdir(), 'downhill-library-'));
const prefix = join(work, 'prefix');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const has = (name) => spawnSync(name, ['--version']).status === 0;

function must(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options });
  assert.equal(status, 0, `${command} ${args.join(' ')}:\n${stdout}\n${stderr}`);
  return stdout;
}

const main = join(work, 'main.cpp');
writeFileSync(main, readFileSync(join(root, 'README.md'), 'utf8').match(/```cpp\n([\s\S]*?)```/)[1]);

/** What the program of README says. */
const said = /^xor: 0\.9\d\d right\ntable: loss 0\.\d{3}\n$/;

/** A folder in which the consumer is ready to be built. */
function configured(name, ...definitions) {
  const build = join(work, name);
  const sources = join(root, 'tests/library');
  must('cmake', ['-S', sources, '-B', build, '-G', 'Ninja', `-DCONSUMER_MAIN=${main}`, ...definitions]);
  return build;
}

function run(build) {
  must('cmake', ['--build', build]);
  return must(join(build, 'consumer'), []);
}

await runTests('library', {
  'the install is whole: library, headers, command line, manual and completions': () => {
    must('cmake', ['--install', built, '--prefix', prefix]);
    for (const file of [
      'bin/downhill',
      'include/downhill/trainer.hpp',
      'include/downhill/version.hpp',
      'share/man/man1/downhill.1',
    ])
      assert.ok(existsSync(join(prefix, file)), file);
    assert.equal(must(join(prefix, 'bin/downhill'), ['--version']), `downhill ${version}\n`);
    assert.match(readFileSync(join(prefix, 'share/bash-completion/completions/downhill'), 'utf8'), /complete/);
  },

  "README's program runs with find_package": () => {
    assert.match(run(configured('found', `-DCMAKE_PREFIX_PATH=${prefix}`, '-DCMAKE_BUILD_TYPE=Release')), said);
  },

  "README's program runs with pkg-config": () => {
    if (!has('pkg-config')) return 'skipped: no pkg-config';
    const env = {
      ...process.env,
      PKG_CONFIG_PATH: readdirSync(prefix, { recursive: true })
        .filter((file) => file.endsWith('pkgconfig'))
        .map((file) => join(prefix, file))
        .join(':'),
    };
    assert.equal(must('pkg-config', ['--modversion', 'downhill'], { env }).trim(), version);
    const flags = must('pkg-config', ['--cflags', '--libs', 'downhill'], { env }).trim().split(/\s+/);
    for (const compiler of ['g++', 'clang++'].filter(has)) {
      must(compiler, ['-std=c++20', main, '-o', join(work, 'by-hand'), ...flags]);
      assert.match(must(join(work, 'by-hand'), []), said);
    }
  },

  "README's program takes the library by FetchContent, and nothing else": () => {
    const sources = [`-DDOWNHILL_SOURCES=${root}`, '-DDOWNHILL_ENGINES=none', '-DDOWNHILL_KERNEL_OPTIMIZATION=-O0'];
    const build = configured('fetched', ...sources);
    const plan = must('ninja', ['-C', build, '-n']);
    assert.match(plan, /Linking CXX executable consumer/);
    assert.doesNotMatch(plan, /tests\/|bindings\/|bench\//, 'the library alone');
    // All of the core once more takes minutes: on request.
    if (!process.env.DOWNHILL_SLOW_TESTS) return 'planned; built and run with DOWNHILL_SLOW_TESTS=1';
    assert.match(run(build), said);
  },

  'another minor version is not found': () => {
    const own = readFileSync(join(root, 'tests/library/CMakeLists.txt'), 'utf8');
    const [line, major, minor] = own.match(/find_package\(downhill (\d+)\.(\d+) REQUIRED\)/);
    assert.ok(
      readFileSync(join(root, 'README.md'), 'utf8').includes(line),
      'README asks for the version that is tested',
    );
    const text = own.replace(line, `find_package(downhill ${major}.${Number(minor) + 1} REQUIRED)`);
    const folder = mkdtempSync(join(work, 'other-'));
    writeFileSync(join(folder, 'CMakeLists.txt'), text);
    const args = [
      '-S',
      folder,
      '-B',
      join(folder, 'build'),
      `-DCMAKE_PREFIX_PATH=${prefix}`,
      `-DCONSUMER_MAIN=${main}`,
    ];
    const { status, stderr } = spawnSync('cmake', args, { encoding: 'utf8' });
    assert.notEqual(status, 0);
    assert.match(stderr, /downhill/);
  },

  'every public header compiles alone, without exceptions and run-time types': async () => {
    const folder = join(prefix, 'include/downhill');
    const headers = readdirSync(folder).filter((name) => name.endsWith('.hpp'));
    assert.ok(headers.length > 40);
    const compilers = ['g++', 'clang++'].filter(has);
    const flags = [
      '-std=c++20',
      '-fsyntax-only',
      '-fno-exceptions',
      '-fno-rtti',
      '-Wall',
      '-Wextra',
      '-Wpedantic',
      '-Wconversion',
      '-Wshadow',
      '-Werror',
    ];
    const tasks = compilers.flatMap((compiler) => headers.map((header) => ({ compiler, header }))).values();
    const worker = async () => {
      for (const { compiler, header } of tasks) {
        const source = join(work, `${compiler}-${header}.cpp`);
        writeFileSync(source, `#include <downhill/${header}>\n#include <downhill/${header}>\n`);
        await promisify(execFile)(compiler, [...flags, '-I', join(prefix, 'include'), source]);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
    if (compilers.length < 2) return `with ${compilers} alone`;
  },

  'the reference is made without a warning, and has every public header': () => {
    if (!has('doxygen')) return 'skipped: no doxygen';
    must('npm', ['run', 'api'], { cwd: root });
    const pages = readdirSync(join(root, 'build/api/html'));
    for (const name of readdirSync(join(root, 'core/include/downhill')))
      assert.ok(pages.includes(`${name.replaceAll('_', '__').replace('.hpp', '_8hpp')}.html`), name);
  },
});
rmSync(work, { recursive: true, force: true });
