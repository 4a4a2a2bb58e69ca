// The service worker: where the browser has one, the page opens without a line.

export function keepPageOffline(): void {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers) return;
  void workers
    .register("/service-worker.js")
    .then(() => workers.ready)
    .then((registration) => registration.active?.postMessage(loadedSoFar()))
    // Browsers that refuse (private windows, strict settings) work on without.
    .catch(() => undefined);
}

function loadedSoFar(): string[] {
  return performance
    .getEntriesByType("resource")
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && !pathname.startsWith("/api/"))
    .map(({ pathname }) => pathname);
}
