// clang-tidy over core and bindings, two files at a time. A file is looked at again only when it, a header that it includes,
// the configuration, its command or clang-tidy itself has changed.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { buildPreset, freshLog } from './project.mjs';
import { endOf, must, root, run, StepFailed, tools } from './steps.mjs';

const cacheDir = join(root, '.cache/clang-tidy');
const jobs = 2;

/** Hand-written sources, and one of the engines: the others are made from the same template. */
function chosen(commands) {
  // The command line's sources are compiled by the handful.
  const linted = /^(core\/src|core\/kernels|bindings|build\/native\/bindings\/.*\/Unity)\//;
  const engine = commands.find(({ file }) => relative(root, file).startsWith('build/native/core/kernels/'));
  return commands.filter((entry) => linted.test(relative(root, entry.file)) || entry === engine);
}

/** What each object file was made from, as the last build noted it. */
async function includedFiles(built) {
  const { output } = await must('ninja', ['-C', built, '-t', 'deps'], { env: await tools(), quiet: true });
  const included = new Map();
  let current;
  for (const line of output.split('\n')) {
    const object = line.match(/^(\S.*): #deps/)?.[1];
    if (object) {
      current = [];
      included.set(resolve(built, object), current);
    } else if (line.startsWith(' ')) {
      current?.push(resolve(built, line.trim()));
    }
  }
  return included;
}

function keyOf(entry, files, common) {
  const hash = createHash('sha256').update(common).update(entry.command);
  for (const file of files) hash.update(file).update(existsSync(file) ? readFileSync(file) : 'gone');
  return hash.digest('hex');
}

async function lint(entry, built) {
  const args = [
    '-p',
    built,
    '--quiet',
    '--warnings-as-errors=*',
    '--checks=-bugprone-suspicious-include', // what CMake writes for a handful of sources includes them
    // The commands are GCC's; what clang does not know of them is not our fault.
    '--extra-arg=-Wno-unknown-warning-option',
    '--extra-arg=-Wno-ignored-optimization-argument',
    entry.file,
  ];
  const { code, output } = await run('clang-tidy', args, { env: await tools(), quiet: true });
  return code === 0 ? undefined : output;
}

export async function clangTidy() {
  const built = await buildPreset('native-release');
  const entries = chosen(JSON.parse(readFileSync(join(built, 'compile_commands.json'), 'utf8')));
  if (entries.length === 0) throw new StepFailed('compile_commands.json names no source of core or bindings.');
  const included = await includedFiles(built);
  const config = join(root, '.clang-tidy');
  const { output: version } = await must('clang-tidy', ['--version'], { env: await tools(), quiet: true });
  const common = version + (existsSync(config) ? readFileSync(config, 'utf8') : '') + realpathSync(root);
  mkdirSync(cacheDir, { recursive: true });

  const failures = [];
  const queue = entries.values();
  const worker = async () => {
    for (const entry of queue) {
      // Older versions of CMake name the object file in the command alone.
      const object = resolve(entry.directory, entry.output ?? entry.command.match(/ -o (\S+)/)?.[1] ?? '');
      const own = included.get(object);
      if (!own) throw new StepFailed(`What ${relative(root, entry.file)} includes is not known: build it first.`);
      const mark = join(
        cacheDir,
        keyOf(entry, [entry.file, ...own.filter((file) => file.startsWith(`${root}/`))], common),
      );
      if (existsSync(mark)) continue;
      const complaint = await lint(entry, built);
      if (complaint === undefined) writeFileSync(mark, '');
      else failures.push(`${relative(root, entry.file)}\n${complaint}`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  const log = freshLog('check-tidy');
  if (failures.length) {
    writeFileSync(log, failures.join('\n'));
    throw new StepFailed(`${endOf(failures.join('\n'), 40)}\n  whole log: ${log}`);
  }
}
