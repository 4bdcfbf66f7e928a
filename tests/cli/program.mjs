// The program under test, a folder to work in, and what tests ask of it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const program = resolve(process.argv[2]);
export const work = mkdtempSync(join(tmpdir(), 'downhill-cli-'));
export const at = (name) => join(work, name);
export const leave = () => rmSync(work, { recursive: true, force: true });

export const write = (name, text) => {
  writeFileSync(at(name), text);
  return at(name);
};
export const read = (name) => readFileSync(at(name), 'utf8');

export const call = (args, input = '') => spawnSync(program, args, { input, encoding: 'utf8' });

/** The same through a shell. */
export const shell = (command) => spawnSync('sh', ['-c', command], { encoding: 'utf8' });

/** Standard output of a call that has to succeed. */
export function output(args, input) {
  const { status, stdout, stderr } = call(args, input);
  assert.equal(status, 0, `${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** The lines of a call that has to succeed, as objects. */
export function lines(args, input) {
  return output([...args, '--json'], input)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The reports of a training. */
export const train = (...args) => lines(['train', ...args]);

/** What a call that has to fail says: one line, and nothing on standard output beside it. */
export function complaint(args, input) {
  const { status, stdout, stderr } = call(args, input);
  assert.equal(status, 2, `${args.join(' ')}: ${stdout}${stderr}`);
  assert.equal(stdout, '', args.join(' '));
  assert.equal(stderr.trim().split('\n').length, 1, stderr);
  return stderr;
}

export function expectClose(expected, actual, what, bound = 1e-5) {
  assert.equal(actual.length, expected.length, what);
  expected.forEach((value, k) => {
    assert.ok(Math.abs(value - actual[k]) <= bound * Math.max(1, Math.abs(value)), `${what}: ${value}, ${actual[k]}`);
  });
}

/** A Python that has the module, if there is one. */
export const pythonWith = (module) =>
  ['python3', '/usr/bin/python3'].find((name) => spawnSync(name, ['-c', `import ${module}`]).status === 0);
