// Runs commands for the orchestration scripts: one progress line each, output in a log, its end shown on failure.

import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const logs = join(root, 'build/logs');

/** A step that went wrong in an expected way: the message is for people, a stack would say nothing more. */
export class StepFailed extends Error {}

const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) child.kill('SIGTERM');
    process.exit(signal === 'SIGINT' ? 130 : 143);
  });
}

/** Runs a command to its end. Output goes to `log`, or to the terminal without one. Resolves to the exit code. */
export function run(command, args, { env = process.env, log, quiet = false, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const toTerminal = log === undefined && !quiet;
    const stdio = toTerminal ? 'inherit' : 'pipe';
    // Logs are for reading later, not for a terminal.
    const { FORCE_COLOR: _, ...plain } = env;
    const child = spawn(command, args, {
      cwd,
      env: toTerminal ? env : { ...plain, NO_COLOR: '1' },
      stdio: ['ignore', stdio, stdio],
    });
    running.add(child);
    let output = '';
    if (!toTerminal) {
      if (log) mkdirSync(logs, { recursive: true });
      const file = log ? createWriteStream(log, { flags: 'a' }) : undefined;
      file?.write(`$ ${command} ${args.join(' ')}\n`);
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8');
        stream.on('data', (text) => {
          output += text;
          file?.write(text);
        });
      }
      child.on('close', () => file?.end());
    }
    child.on('error', (error) => {
      running.delete(child);
      reject(new StepFailed(`${command} could not be started: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? 128, signal, output });
    });
  });
}

/** The last lines of a text, set off from what surrounds them. */
export function endOf(text, lines = 30) {
  return text
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .map((line) => `  | ${line}`)
    .join('\n');
}

export function secondsSince(begun) {
  return ((performance.now() - begun) / 1000).toFixed(1);
}

/** Like run(), but a failure throws with the end of the output. */
export async function must(command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    const where = options.log ? `\n  whole log: ${options.log}` : '';
    const why = result.signal ? `was ended by ${result.signal}` : `ended with code ${result.code}`;
    throw new StepFailed(`${command} ${args.join(' ')}\n  ${why}\n${endOf(result.output)}${where}`);
  }
  return result;
}

/** Prints `title`, does the work, and adds the seconds that it took. */
export async function step(title, work) {
  const begun = performance.now();
  process.stdout.write(`${title.padEnd(48)} `);
  try {
    const result = await work();
    console.log(`${secondsSince(begun)} s`);
    return result;
  } catch (error) {
    console.log(`failed after ${secondsSince(begun)} s`);
    throw error;
  }
}

let environment;

/** The environment with the project's tools in it, as scripts/setup wrote it down. */
export async function tools() {
  if (environment) return environment;
  const file = join(root, '.tools/env.sh');
  if (!existsSync(file)) throw new StepFailed('.tools/env.sh is missing: run scripts/setup first.');
  const { output } = await must('bash', ['-c', 'source "$1" && env -0', 'bash', file], { quiet: true });
  environment = Object.fromEntries(
    output
      .split('\0')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  return environment;
}

/** Brings what is missing on the machine. */
export async function setup(...components) {
  const { code } = await run('bash', [join(root, 'scripts/setup'), ...components]);
  if (code !== 0) throw new StepFailed('The set-up could not finish; its last lines say why.');
}

export function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

/** Runs a script's main function: expected failures without a stack, and an exit code that tells. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    console.error(error instanceof StepFailed ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
