// The wallet as a file that its owner keeps.

import type { Address } from "./hex.ts";

export function backupFile(address: Address, private_key: string): string {
  const what = "Labelfield wallet. Whoever has this file can take the money.";
  return `${JSON.stringify({ what, address, private_key }, null, 2)}\n`;
}
