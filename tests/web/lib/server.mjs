// Serves the built site as a strict host would: right types, content security policy, nothing else.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const site = join(root, 'dist/site');

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self' blob:; " +
  "img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'self'";

/** Extra pages, by path, for tests that need a frame of their own. */
export async function serveSite(pages = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (Object.hasOwn(pages, path)) {
      response.writeHead(200, { 'Content-Type': types['.html'] }).end(pages[path]);
      return;
    }
    // The site lies under /sub/, because it must run from any path.
    const inside = normalize(path.replace(/^\/sub\//, '/')).replace(/\/$/, '/index.html');
    try {
      const body = await readFile(join(site, inside));
      const type = types[extname(inside)] ?? 'application/octet-stream';
      const headers = {
        'Content-Type': type,
        'Content-Security-Policy': contentSecurityPolicy,
        // A frame without an origin of its own may only read what everybody may read.
        'Access-Control-Allow-Origin': '*',
        'X-Content-Type-Options': 'nosniff',
      };
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found');
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}
