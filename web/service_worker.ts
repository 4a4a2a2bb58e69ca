// Keeps the page itself and the pictures of tasks at hand, so that it opens without a line.
// What the server says is never kept here: answers and receipts lie in the vault.

declare const self: ServiceWorkerGlobalScope & typeof globalThis;
/** A name that changes with the page, filled in by the build. */
declare const VERSION: string;

interface ServiceWorkerGlobalScope extends EventTarget {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
}

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const SHELL = `shell-${VERSION}`;
const MEDIA = "media";
const MOST_MEDIA = 300;
const PATIENCE_MS = 4000;
const MEDIA_PATH = /^\/api\/projects\/\d+\/media\/[0-9a-f]{64}\.\w+$/;
const HASHED = /-[0-9A-Za-z]{8}\.(js|css)$/;

const on = <E extends Event>(name: string, act: (event: E) => void) =>
  self.addEventListener(name, act as EventListener);

on<ExtendableEvent>("install", (event) =>
  event.waitUntil(caches.open(SHELL).then((shell) => shell.add(new Request("/", { cache: "reload" })))),
);

on<ExtendableEvent>("activate", (event) => event.waitUntil(dropOld().then(() => self.clients.claim())));

/** The page names what it has loaded so far: that came before there was anyone to keep it. */
on<MessageEvent & ExtendableEvent>("message", (event) => {
  const paths = event.data as readonly string[];
  event.waitUntil(caches.open(SHELL).then((shell) => Promise.allSettled(paths.map((path) => shell.add(path)))));
});

on<FetchEvent>("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(freshOrKept(request));
  else if (MEDIA_PATH.test(pathname)) event.respondWith(keptOrFresh(MEDIA, request));
  else if (HASHED.test(pathname)) event.respondWith(keptOrFresh(SHELL, request));
  else if (!pathname.startsWith("/api/")) event.respondWith(freshOrKept(request));
});

async function dropOld(): Promise<void> {
  const stale = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL);
  await Promise.all(stale.map((name) => caches.delete(name)));
}

async function keptOrFresh(name: string, request: Request): Promise<Response> {
  const cache = await caches.open(name);
  const kept = await cache.match(request.url);
  if (kept) return await partOf(kept, request.headers.get("range"));
  const fresh = await fetch(request);
  if (fresh.status === 200 && mayStay(fresh)) void keep(cache, name, request.url, fresh.clone());
  return fresh;
}

/** Not so what private projects show: it is gone when the page is. */
function mayStay({ headers }: Response): boolean {
  return !headers.get("Cache-Control")?.includes("no-store");
}

/** Players of sound and film ask for parts of what is kept whole. */
async function partOf(kept: Response, range: string | null): Promise<Response> {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  if (first === undefined) return kept;
  const whole = await kept.blob();
  const end = Math.min(last ? Number(last) + 1 : whole.size, whole.size);
  const headers = {
    "Content-Type": whole.type,
    "Content-Range": `bytes ${first}-${end - 1}/${whole.size}`,
  };
  return new Response(whole.slice(Number(first), end), { status: 206, headers });
}

async function keep(cache: Cache, name: string, url: string, response: Response): Promise<void> {
  await cache.put(url, response);
  if (name !== MEDIA) return;
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_MEDIA)).map((old) => cache.delete(old)));
}

/** The page of now; without a line, or on a very slow one, the page as it was last time. */
async function freshOrKept(request: Request): Promise<Response> {
  const cache = await caches.open(SHELL);
  const { pathname } = new URL(request.url);
  const fresh = fetch(request).then((response) => {
    if (response.status === 200) void cache.put(pathname, response.clone());
    return response;
  });
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
  const first = await Promise.race([fresh.catch(() => null), late]);
  return first ?? (await cache.match(pathname)) ?? (await fresh);
}

export {};
