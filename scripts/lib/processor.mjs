import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

const description = () => {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return ''; // not Linux
  }
};

/** The processor's name, as it gives itself. */
export const processor = () => description().match(/^model name\s*: (.*)$/m)?.[1] ?? cpus()[0]?.model ?? 'unknown';

export const hasAvx512 = () => /^flags\s*:.*\bavx512bw\b/m.test(description());
