/** What the content security policy forbids, and what the page has promised not to do. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../../web/src/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|css)$/.test(name));

describe('sources', () => {
  it.each(files)('%s writes no markup from text, evaluates nothing and names no other host', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|document\.write/);
    expect(text).not.toMatch(/\beval\(|new Function|styleMap|\sstyle=/);
    expect(text).not.toMatch(/https?:\/\//);
  });

  it.each(files.filter((name) => name.startsWith('components')))('%s is short enough to be read at once', (name) => {
    expect(readFileSync(join(folder, name), 'utf8').split('\n').length).toBeLessThan(300);
  });
});
