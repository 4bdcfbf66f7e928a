import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** The processor's name, as it gives itself. */
export function processor() {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8').match(/^model name\s*: (.*)$/m)?.[1] ?? cpus()[0]?.model;
  } catch {
    return cpus()[0]?.model ?? 'unknown';
  }
}
