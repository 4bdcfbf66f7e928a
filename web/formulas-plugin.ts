/** Formulas written in TeX, as templates of MathML: what readers get is plain markup, and nothing runs for it. */
import { readFileSync } from 'node:fs';
import temml from 'temml';
import type { Plugin } from 'vite';

const id = 'virtual:formulas';

/** `file` is a JSON object: name → TeX. */
export function formulas(file: string): Plugin {
  return {
    name: 'formulas',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(resolved) {
      if (resolved !== `\0${id}`) return null;
      this.addWatchFile(file);
      const entries = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>).map(
        ([name, tex]) => {
          // The page's policy allows no styles in markup; those that Temml writes are refinements.
          const math = temml
            .renderToString(tex, { throwOnError: true, trust: true, annotate: false })
            .replace(/ style="[^"]*"/g, '');
          if (/[`\\]|\$\{/.test(math)) throw new Error(`The formula "${name}" cannot stand in a template: ${math}`);
          return `  ${JSON.stringify(name)}: html\`${math}\`,`;
        },
      );
      return `import { html } from 'lit';\nexport const formulas = {\n${entries.join('\n')}\n};\n`;
    },
  };
}
