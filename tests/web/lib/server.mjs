// Serves the built site as a strict host would: right types, content security policy, nothing else.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const site = join(root, 'dist/site');
const npmPackage = join(root, 'dist/package');
const glue = join(root, 'build/wasm/bindings/wasm/downhill.js');

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
};

/** The page's own policy, once more as a header; only a header can say who may frame it. */
async function policyHeader() {
  const page = await readFile(join(site, 'index.html'), 'utf8');
  const [, policy] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page);
  return `${policy}; frame-ancestors 'self'`;
}

/** Not every address that a browser asks for can be read. */
function pathOf(address) {
  try {
    return decodeURIComponent(new URL(address, 'http://localhost').pathname);
  } catch {
    return '/unreadable';
  }
}

/** A file of the npm package; `state` is what is wrong with its binaries. */
async function packaged(file, state = '') {
  const isBinary = extname(file) === '.wasm';
  const body = await readFile(join(npmPackage, file)).catch(() => null);
  if (body === null || (isBinary && state === '-missing')) return null;
  return {
    body: isBinary && state === '-short' ? body.subarray(0, body.length / 2) : body,
    type: (isBinary && state === '-plain' ? undefined : types[extname(file)]) ?? 'application/octet-stream',
    policy: null,
  };
}

/**
 * The site lies at / and under /sub/, because it must run from any path; under /broken/ its WebAssembly is missing, under
 * /blind/ the inspector's; under /probe/ it has one script more. `pages` are further pages, by path: a text, or a text
 * with a policy. /engine/downhill.js is the JavaScript around the WebAssembly, which the site has built into its own
 * scripts. The npm package lies under /package/, and under /package-missing/, /package-short/ and /package-plain/ with
 * binaries that are not there, cut off, or of no type.
 */
export async function serveSite({ pages = {}, probe = '' } = {}) {
  const policy = await policyHeader();
  const answer = async (path) => {
    if (Object.hasOwn(pages, path)) {
      const { body, policy: own = null } = typeof pages[path] === 'string' ? { body: pages[path] } : pages[path];
      return { body, type: types['.html'], policy: own };
    }
    const [, state, file] = /^\/package(-missing|-short|-plain)?\/(.+)$/.exec(path) ?? [];
    if (file) return packaged(normalize(`/${file}`), state);
    if (path === '/engine/downhill.js') return { body: await readFile(glue), type: types['.js'] };
    const [, folder = '', rest] = /^\/(sub|broken|blind|probe)?(\/.*)?$/.exec(path) ?? [null, '', path];
    const inside = normalize(rest || path).replace(/\/$/, '/index.html');
    const extension = extname(inside);
    if (folder === 'broken' && extension === '.wasm') return null;
    if (folder === 'blind' && /inspector.*\.wasm$/.test(inside)) return null;
    if (folder === 'probe' && inside === '/probe.js') return { body: probe, type: types['.js'] };
    let body = await readFile(join(site, inside)).catch(() => null);
    if (body === null) return null;
    if (folder === 'probe' && extension === '.html') {
      body = String(body).replace('</body>', '<script type="module" src="./probe.js"></script></body>');
    }
    return { body, type: types[extension] ?? 'application/octet-stream' };
  };
  const server = createServer(async (request, response) => {
    const found = await answer(pathOf(request.url ?? '/'));
    if (!found) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found');
      return;
    }
    const headers = {
      'Content-Type': found.type,
      // A frame without an origin of its own may only read what everybody may read.
      'Access-Control-Allow-Origin': '*',
      'X-Content-Type-Options': 'nosniff',
    };
    if (found.policy !== null) headers['Content-Security-Policy'] = found.policy ?? policy;
    response.writeHead(200, headers).end(found.body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${port}`, close };
}
