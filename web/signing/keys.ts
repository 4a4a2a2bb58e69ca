// A key is there for one act, and wiped after it.

import type { Asks, Made, Secret, Unlock } from "../model/asks.ts";
import { readBackup } from "../model/backup.ts";
import { fromHex, toHex } from "../model/hex.ts";
import { addressOf, newPrivateKey, type PrivateKey } from "../model/keys.ts";
import { keyOfPasskey } from "../model/passkey_key.ts";
import { unwrap, wrap } from "./wrapping.ts";

/** What every wallet needs: a key made or brought, its address, and the key itself for a backup. */
export const holding = {
  async make({ pasted }: Asks["make"]["ask"]): Promise<Made> {
    const key = pasted === null ? newPrivateKey() : readBackup(pasted).key;
    return { address: addressOf(key), secret: await wrapped(key) };
  },
  address: ({ unlock }: Asks["address"]["ask"]) => withKey(unlock, addressOf),
  reveal: ({ unlock }: Asks["reveal"]["ask"]) => withKey(unlock, (key) => key),
};

export async function withKey<T>(unlock: Unlock, use: (key: PrivateKey) => T): Promise<T> {
  const bytes = unlock.how === "passkey" ? keyOfPasskey(unlock.prf) : await unwrap(unlock);
  try {
    return use(toHex(bytes) as PrivateKey);
  } finally {
    bytes.fill(0);
    if (unlock.how === "passkey") unlock.prf.fill(0);
  }
}

async function wrapped(key: PrivateKey): Promise<Secret> {
  const bytes = fromHex(key);
  const secret = await wrap(bytes);
  bytes.fill(0);
  return secret;
}
