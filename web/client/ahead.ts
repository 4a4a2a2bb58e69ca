// What is asked for before the page itself is there: on a slow line each thing that must first be known
// costs the way to the server and back. The early script asks, the page takes.

const PICTURE = "labelfield/next_picture";
const MEDIA_PATH = /^\/api\/projects\/\d+\/media\/[0-9a-f]{64}\.\w+$/;
const DESK = /^#\/projects\/\d+\/label$/;
const POOL = "/api/pool";

/** Requests of the API without a body or a token: always sent the same way. */
export const OPTIONS: RequestInit = {
  method: "GET",
  headers: { Accept: "application/json" },
  cache: "no-store",
  credentials: "omit",
};

type Ahead = typeof globalThis & { asked?: Map<string, Promise<Response>> };

/** Asks who the operator is and, on the way to the desk, for the picture that was there last. */
export function askAhead(): void {
  const response = fetch(POOL, OPTIONS);
  response.catch(() => undefined);
  (globalThis as Ahead).asked = new Map([[POOL, response]]);
  const picture = DESK.test(location.hash) ? pictureKept() : null;
  if (picture && MEDIA_PATH.test(picture)) new Image().src = picture;
}

/** What was asked for ahead, once. */
export function takeAhead(path: string): Promise<Response> | null {
  const { asked } = globalThis as Ahead;
  const found = asked?.get(path) ?? null;
  asked?.delete(path);
  return found;
}

/** Notes the picture that the desk would show first. */
export function keepPicture(path: string | null): void {
  try {
    if (path) localStorage.setItem(PICTURE, path);
    else localStorage.removeItem(PICTURE);
  } catch {
    // A browser that keeps nothing asks for the picture when it is needed.
  }
}

function pictureKept(): string | null {
  try {
    return localStorage.getItem(PICTURE);
  } catch {
    return null;
  }
}
