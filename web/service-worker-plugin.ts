/** Builds the service worker last, for it names every other file. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, type Plugin, type ResolvedConfig, type Rolldown } from 'vite';

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

export function serviceWorker(source: string): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    async closeBundle() {
      const site = config.build.outDir;
      // What only the page of speed needs is not worth everybody's download.
      const files = filesIn(site).filter((file) => file !== 'sw.js' && !/\.bench|speed/.test(file));
      const hash = createHash('sha256');
      for (const file of files) hash.update(file).update(readFileSync(join(site, file)));
      const [bundle] = [
        await build({
          configFile: false,
          logLevel: 'error',
          define: {
            siteFiles: JSON.stringify(['./', ...files.map((file) => `./${file}`)]),
            siteVersion: JSON.stringify(hash.digest('hex').slice(0, 16)),
          },
          build: {
            write: false,
            target: 'es2022',
            rolldownOptions: { input: source, output: { format: 'iife', codeSplitting: false } },
          },
        }),
      ].flat() as Rolldown.RolldownOutput[];
      writeFileSync(join(site, 'sw.js'), bundle?.output[0].code ?? '');
    },
  };
}
