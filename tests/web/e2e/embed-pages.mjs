// Pages of other people that hold figures, each as hard on them as a kind of host is.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/server.mjs';

const strict = [
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:",
  "connect-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'",
  'trusted-types lit-html downhill',
].join('; ');

const page = (body, { script = '/package/downhill.js', head = '' } = {}) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>A host page</title>${head}<body><main><h1>A tutorial</h1>
${body}
</main><script type="module" src="${script}"></script></body></html>`;

const figure = (attributes = '', inside = '<p>A picture of a network.</p>') =>
  `<downhill-playground id="figure" dataset="xor" network="4" loading="eager" ${attributes}>${inside}</downhill-playground>`;

const frame = (sandbox, hash) => `<iframe id="frame" title="A live figure" width="800" height="600"
  ${sandbox ? `sandbox="${sandbox}"` : ''} src="/embed.html#${hash}"></iframe>
<script>
  window.heard = [];
  addEventListener('message', ({ source, data }) => {
    if (source === document.querySelector('iframe').contentWindow) window.heard.push(data);
  });
</script>`;

const hostile = `<style>
  * { all: unset; color: red !important; font: 40px fantasy !important; letter-spacing: 1em !important; }
  div, p, button, canvas, svg, main, section { display: none !important; }
  downhill-playground { text-transform: uppercase; visibility: visible; direction: ltr; }
  body, main { display: block !important; }
</style>`;

const twenty = Array.from(
  { length: 20 },
  (_, index) => `<p>Figure ${index}</p><downhill-playground dataset="${['xor', 'circle', 'spiral', 'gauss'][index % 4]}"
    seed="${index + 1}" network="4,4" show="transport, network, output"></downhill-playground>`,
).join('\n');

/** The pieces of HTML in the manual that hold a figure, as pages. */
export function examplePages() {
  const folder = join(root, 'web/content/docs');
  const examples = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/```html\n([\s\S]*?)```/g)].map(([, text]) => text),
  );
  const pages = examples
    .filter((text) => /<downhill-playground|<iframe/.test(text))
    .map((text) => {
      const here = text.replaceAll('https://your.host/downhill/', '/');
      const script =
        here.includes('downhill.js') || here.includes('<iframe')
          ? ''
          : '<script type="module" src="/downhill.js"></script>';
      return `<!doctype html><html lang="en"><meta charset="utf-8"><title>An example</title><body><main><h1>An example</h1>${here}</main>${script}</body></html>`;
    });
  return Object.fromEntries(pages.map((body, index) => [`/example/${index}.html`, body]));
}

/** Path → page, with the policy that its host sends. */
export function embedPages(elsewhere) {
  return {
    '/embed/strict.html': { body: page(figure()), policy: `${strict}; worker-src 'self' blob:` },
    '/embed/no-worker.html': { body: page(figure()), policy: `${strict}; worker-src 'none'` },
    '/embed/no-wasm.html': { body: page(figure()), policy: "script-src 'self'; worker-src 'none'" },
    '/embed/plain.html': page(figure('heading="Exclusive or" show="transport, readout, network, output, loss"')),
    '/embed/missing.html': page(figure(), { script: '/package-missing/downhill.js' }),
    '/embed/short.html': page(figure(), { script: '/package-short/downhill.js' }),
    '/embed/untyped.html': page(figure(), { script: '/package-plain/downhill.js' }),
    '/embed/elsewhere.html': page(figure(), { script: `${elsewhere}/package/downhill.bundle.js` }),
    '/embed/hostile.html': page(figure('show="transport, network, output"'), { head: hostile }),
    '/embed/twenty.html': page(twenty),
    '/embed/empty.html': page(''),
    '/embed/waiting.html': page(
      `<div style="height: 6000px"></div><downhill-playground id="far" dataset="xor"></downhill-playground>
      <downhill-playground id="click" dataset="xor" reveal="interaction" alt="A network"></downhill-playground>`,
    ),
    '/embed/sandboxed.html': page(frame('allow-scripts', 'dataset=xor&network=4')),
    ...examplePages(),
    '/embed/framed.html': page(frame('', 'dataset=xor&network=4')),
  };
}
