// Keys at rest: wrapped with AES-GCM by a key that the browser keeps and gives to nobody.

import type { Secret } from "../model/asks.ts";
import { fromHex, toHex } from "../model/hex.ts";

const DATABASE = "labelfield_keys";
const STORE = "keys";
const NAME = "wrapping";
const AES = { name: "AES-GCM", length: 256 };

export async function wrap(key: Uint8Array): Promise<Secret> {
  if (!("subtle" in crypto)) return { how: "open", key: toHex(key) };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await wrappingKey(), copyOf(key));
  return { how: "wrapped", iv, bytes: new Uint8Array(bytes) };
}

export async function unwrap(secret: Secret): Promise<Uint8Array> {
  if (secret.how === "open") return fromHex(secret.key);
  const iv = copyOf(secret.iv);
  const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await wrappingKey(), copyOf(secret.bytes));
  return new Uint8Array(bytes);
}

function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** Made once for this browser; two workers that make it at once agree on the first. */
async function wrappingKey(): Promise<CryptoKey> {
  const database = await opened();
  try {
    const found = await asked<CryptoKey | undefined>(database.transaction(STORE).objectStore(STORE).get(NAME));
    if (found) return found;
    const made = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
    const store = database.transaction(STORE, "readwrite").objectStore(STORE);
    const first = await asked<CryptoKey | undefined>(store.get(NAME));
    if (first) return first;
    await asked(store.put(made, NAME));
    return made;
  } finally {
    database.close();
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return asked(request);
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}
