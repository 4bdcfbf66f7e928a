/** Formulas written in TeX, as templates of MathML: what readers get is plain markup, and nothing runs for it. */
import { readFileSync } from 'node:fs';
import temml from 'temml';
import type { Plugin } from 'vite';

const prefix = 'virtual:formulas/';

/** `virtual:formulas/x` is x.json of `folder`, an object: name → TeX. */
export function formulas(folder: string): Plugin {
  return {
    name: 'formulas',
    resolveId: (source) => (source.startsWith(prefix) ? `\0${source}` : null),
    load(resolved) {
      if (!resolved.startsWith(`\0${prefix}`)) return null;
      const file = `${folder}/${resolved.slice(prefix.length + 1)}.json`;
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
