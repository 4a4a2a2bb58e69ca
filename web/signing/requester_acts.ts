// What the requester's worker does with keys.

import { sign } from "../model/keys.ts";
import { textDigest } from "../model/login.ts";
import { permitDigest } from "../model/permits.ts";
import type { RequesterAct, RequesterAsks } from "../model/requester_asks.ts";
import { signedTransaction } from "../model/transaction.ts";
import { holding, withKey } from "./keys.ts";

type Acts = {
  readonly [A in RequesterAct]: (ask: RequesterAsks[A]["ask"]) => Promise<RequesterAsks[A]["answer"]>;
};

export const acts: Acts = {
  ...holding,
  sign_text: ({ unlock, text }) => withKey(unlock, (key) => sign(textDigest(text), key)),
  sign_permit: ({ unlock, permit }) => withKey(unlock, (key) => sign(permitDigest(permit), key)),
  sign_transaction: ({ unlock, transaction }) =>
    withKey(unlock, (key) => signedTransaction(transaction, key)),
};
