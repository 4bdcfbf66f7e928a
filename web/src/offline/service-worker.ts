/**
 * Keeps the whole site for days without a network. Script and binaries have their content's hash in their names, so
 * what is kept never grows stale; the page itself is asked of the network first.
 */

/** Filled in by the build: every file of the site, and a hash over them. */
declare const siteFiles: string[];
declare const siteVersion: string;
declare const registration: ServiceWorkerRegistration;

interface Extendable extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface FetchLike extends Extendable {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** Another site of the same origin keeps another version: a cache is for one site. */
const prefix = `downhill ${registration.scope} `;
const current = prefix + siteVersion;

async function keepSite(): Promise<void> {
  const cache = await caches.open(current);
  await cache.addAll(siteFiles);
}

async function dropOldSites(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((each) => each.startsWith(prefix) && each !== current).map((each) => caches.delete(each)),
  );
}

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = (await caches.match(request, { ignoreSearch: true })) ?? (await caches.match('./index.html'));
    if (kept) return kept;
    throw error;
  }
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

addEventListener('install', (event) => (event as Extendable).waitUntil(keepSite()));
addEventListener('activate', (event) => (event as Extendable).waitUntil(dropOldSites()));
addEventListener('fetch', (event) => {
  const fetching = event as FetchLike;
  const { request } = fetching;
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return;
  fetching.respondWith(request.mode === 'navigate' ? page(request) : file(request));
});
