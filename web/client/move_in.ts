// What earlier versions of this page kept in localStorage moves into the vault, once.

import * as vault from "./vault.ts";

const PREFIX = "labelfield/";
/** The rest are choices about this browser, or another page's. */
const MOVES = /^(wallet$|pools\/)/;
const RECEIPT = /^pools\/\d+\/0x[0-9a-f]{40}\/receipts\//;

export async function moveIn(): Promise<void> {
  const found = Object.keys(localStorage).filter(
    (key) => key.startsWith(PREFIX) && MOVES.test(key.slice(PREFIX.length)),
  );
  if (!found.length) return;
  for (const key of found) {
    const name = key.slice(PREFIX.length);
    const value = parsed(localStorage.getItem(key)!);
    if (value === undefined) continue;
    if (RECEIPT.test(name)) vault.writeReceipt(name, value);
    else vault.write(name, value);
  }
  await vault.stored();
  for (const key of found) localStorage.removeItem(key);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
