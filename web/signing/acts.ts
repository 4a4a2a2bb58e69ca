// What the worker does with keys. A key is there for one act, and wiped after it.

import type { Act, Asks, Made, Secret, Unlock } from "../model/asks.ts";
import { readBackup } from "../model/backup.ts";
import { fromHex, toHex, type Hash, type Signature } from "../model/hex.ts";
import { addressOf, newPrivateKey, sign, signerOf, type PrivateKey } from "../model/keys.ts";
import { hashAnswer, hashLogin, hashReceipt, hashSession, hashWithdrawal } from "../model/messages.ts";
import { keyOfPasskey } from "../model/passkey_key.ts";
import { digest, type Domain } from "../model/typed_data.ts";
import { unwrap, wrap } from "./wrapping.ts";

type Acts = { readonly [A in Act]: (ask: Asks[A]["ask"]) => Promise<Asks[A]["answer"]> };

export const acts: Acts = {
  async make({ pasted }): Promise<Made> {
    const key = pasted === null ? newPrivateKey() : readBackup(pasted).key;
    return { address: addressOf(key), secret: await wrapped(key) };
  },
  address: ({ unlock }) => withKey(unlock, addressOf),
  reveal: ({ unlock }) => withKey(unlock, (key) => key),
  sign_session: ({ unlock, domain, message }) => signed(unlock, domain, hashSession(message)),
  sign_withdrawal: ({ unlock, domain, message }) => signed(unlock, domain, hashWithdrawal(message)),
  sign_login: ({ secret, domain, message }) => signed(secret, domain, hashLogin(message)),
  sign_answer: ({ secret, domain, message }) => signed(secret, domain, hashAnswer(message)),
  async signers({ domain, receipts }) {
    return receipts.map((receipt) => signerOf(digest(domain, hashReceipt(receipt)), receipt.signature));
  },
};

function signed(unlock: Unlock, domain: Domain, struct: Hash): Promise<Signature> {
  return withKey(unlock, (key) => sign(digest(domain, struct), key));
}

async function withKey<T>(unlock: Unlock, use: (key: PrivateKey) => T): Promise<T> {
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
