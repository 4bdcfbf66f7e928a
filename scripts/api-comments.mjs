// Doxygen's input filter: our comments are plain ones above or behind what they are about, and text, not markup.

import { readFileSync } from 'node:fs';

/** What stands between backticks is code for Doxygen, too. */
const plain = (text) =>
  text
    .split(/(`[^`]*`)/)
    .map((part, at) => (at % 2 ? part : part.replace(/[\\@<>#%*_~[\]]/g, '\\$&').replace(/\|/g, '&#124;')))
    .join('');

let isFirst = true;
const lines = readFileSync(process.argv[2], 'utf8')
  .split('\n')
  .map((line) => {
    const [, indent, text] = /^(\s*)\/\/ ?(.*)$/.exec(line) ?? [];
    if (text !== undefined) {
      if (text.startsWith('----')) return line;
      const head = isFirst ? '/// \\file\n' : '';
      isFirst = false;
      return `${head}${indent}/// ${plain(text)}`;
    }
    if (line.trim()) isFirst = false;
    return line.replace(/^(.*[;,{)]) *\/\/ (.*)$/, (_, code, about) => `${code}  ///< ${plain(about)}`);
  });
process.stdout.write(lines.join('\n'));
