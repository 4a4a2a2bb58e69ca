// What must not be lost, in IndexedDB: read at once from a mirror in memory, written in the order said.
//
// Every write first reads who holds the vault, in its own transaction: a tab that another has taken
// over from can therefore never write over what the other did.
//
// "Stored" means that the browser has said the transaction is complete. Of answers and receipts it asks
// "relaxed" durability: they are with the operating system then, and outlive a crash of page or browser;
// losing power within the next seconds may undo them, by when an answer has usually been sent. Of a wallet,
// which nobody else has, it asks "strict": the medium itself has it.

import type { Shape } from "../model/shape.ts";

const DATABASE = "labelfield";
const KEPT = "kept";
/** Too many for the mirror: tens of thousands may be kept. */
const RECEIPTS = "receipts";
const HOLDER = "holder";

interface Change {
  readonly store: typeof KEPT | typeof RECEIPTS;
  readonly name: string;
  /** Undefined takes it away. */
  readonly value: unknown;
}

type Durability = "relaxed" | "strict";

export interface Watcher {
  /** Another tab has taken over. */
  readonly onLost: () => void;
  /** The device took nothing: what was said last is in this tab alone. */
  readonly onFull: () => void;
}

const mirror = new Map<string, unknown>();
const mine = crypto.getRandomValues(new Uint32Array(4)).join("-");
const others = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("labelfield");

let database: IDBDatabase | undefined;
let watcher: Watcher;
/** What this turn of the page changes. */
let turn: { readonly work: IDBTransaction; readonly durability: Durability } | null = null;
let writing: Promise<void> = Promise.resolve();

/** Opens and takes over; rejects where this browser keeps nothing. */
export async function openVault(watched: Watcher): Promise<void> {
  watcher = watched;
  database = await opened();
  const work = database.transaction(KEPT, "readwrite");
  const store = work.objectStore(KEPT);
  const [names, values] = [store.getAllKeys(), store.getAll()];
  store.put(mine, HOLDER);
  await finished(work);
  names.result.forEach((name, place) => mirror.set(String(name), values.result[place]));
  others?.postMessage(mine);
  if (others) others.onmessage = () => watcher.onLost();
}

/** The kept value, or null where there is none or it is not of this shape. */
export function read<T>(name: string, shape: Shape<T>): T | null {
  if (!mirror.has(name)) return null;
  try {
    return shape(mirror.get(name), name);
  } catch {
    return null;
  }
}

export function write(name: string, value: unknown): void {
  mirror.set(name, value);
  soon({ store: KEPT, name, value });
}

/** As `write`, but stored only once the medium has it; takes longer. */
export function writeThrough(name: string, value: unknown): void {
  mirror.set(name, value);
  soon({ store: KEPT, name, value }, "strict");
}

export function remove(name: string): void {
  mirror.delete(name);
  soon({ store: KEPT, name, value: undefined });
}

/** Names that begin with `start`, without order. */
export function names(start: string): string[] {
  return [...mirror.keys()].filter((name) => name.startsWith(start));
}

/** Resolves once all that was written so far lies on the device; rejects where it could not. */
export function stored(): Promise<void> {
  return writing;
}

/** Asks the browser not to clear this when the device runs low. */
export function keepStorage(): void {
  void (navigator.storage as StorageManager | undefined)?.persist?.();
}

export function writeReceipt(name: string, value: unknown): void {
  soon({ store: RECEIPTS, name, value });
}

export function removeReceipts(names: readonly string[]): void {
  for (const name of names) soon({ store: RECEIPTS, name, value: undefined });
}

/** The names of receipts that begin with `start`, in order. */
export async function receiptNames(start: string): Promise<string[]> {
  return (await ofReceipts((store) => store.getAllKeys(range(start)))).map(String);
}

/** Receipts whose names begin with `start`, in the order of their names. */
export async function receiptsFrom(start: string): Promise<unknown[]> {
  return await ofReceipts((store) => store.getAll(range(start)));
}

export async function receiptsNamed(names: readonly string[]): Promise<unknown[]> {
  return await Promise.all(names.map((name) => ofReceipts((store) => store.get(name) as IDBRequest<unknown>)));
}

async function ofReceipts<T>(ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  await stored();
  const work = database!.transaction(RECEIPTS, "readonly");
  const request = ask(work.objectStore(RECEIPTS));
  await finished(work);
  return request.result;
}

function range(start: string): IDBKeyRange {
  return IDBKeyRange.bound(start, `${start}\uffff`);
}

/**
 * Changes of one turn go to the device together, and set out at once: before anything is drawn.
 * A page that opened no vault keeps nothing in it.
 */
function soon(change: Change, durability: Durability = "relaxed"): void {
  if (!database) return;
  try {
    if (turn?.durability !== durability) turn = { work: begin(database, durability), durability };
    apply(turn.work, change);
  } catch (error) {
    // The browser has closed it, as it does when its data are cleared.
    watcher.onFull();
    writing = Promise.reject(error as Error);
    writing.catch(() => undefined);
  }
}

/** Transactions are done in the order in which they begin: the last is through when all are. */
function begin(database: IDBDatabase, durability: Durability): IDBTransaction {
  const work = database.transaction([KEPT, RECEIPTS], "readwrite", { durability });
  const holder = work.objectStore(KEPT).get(HOLDER);
  holder.onsuccess = () => {
    // Takes back what is asked for after it: nothing is written before every answer was heard.
    if (holder.result !== mine) work.abort();
  };
  queueMicrotask(() => (turn = null));
  writing = finished(work).catch((error: unknown) => {
    if (holder.readyState === "done" && !holder.error && holder.result !== mine) watcher.onLost();
    else watcher.onFull();
    throw error;
  });
  writing.catch(() => undefined);
  return work;
}

function apply(work: IDBTransaction, { store, name, value }: Change): void {
  if (value === undefined) work.objectStore(store).delete(name);
  else work.objectStore(store).put(value, name);
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(KEPT);
      request.result.createObjectStore(RECEIPTS);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}

function finished(work: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    work.oncomplete = () => resolve();
    work.onabort = () => reject(work.error ?? new Error("aborted"));
  });
}
