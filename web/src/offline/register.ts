/** Asks for the service worker, once the page has done its own loading. Embedded pages leave their host alone. */
export function keepForOffline(): void {
  if (window.top !== window || !window.isSecureContext || !('serviceWorker' in navigator)) return;
  addEventListener(
    'load',
    () => {
      const address = new URL('./sw.js', document.baseURI);
      // A host without the file, or a browser that forbids it: the page then needs its network, as before.
      navigator.serviceWorker.register(address).catch(() => undefined);
    },
    { once: true },
  );
}
