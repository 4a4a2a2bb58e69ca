// What the labeler's worker does with keys.

import type { Act, Asks, Unlock } from "../model/asks.ts";
import type { Hash, Signature } from "../model/hex.ts";
import { sign, signerOf } from "../model/keys.ts";
import { hashAnswer, hashAppeal, hashLogin, hashReceipt, hashSession, hashWithdrawal } from "../model/messages.ts";
import { digest, type Domain } from "../model/typed_data.ts";
import { holding, withKey } from "./keys.ts";

type Acts = { readonly [A in Act]: (ask: Asks[A]["ask"]) => Promise<Asks[A]["answer"]> };

export const acts: Acts = {
  ...holding,
  sign_session: ({ unlock, domain, message }) => signed(unlock, domain, hashSession(message)),
  sign_withdrawal: ({ unlock, domain, message }) => signed(unlock, domain, hashWithdrawal(message)),
  sign_login: ({ secret, domain, message }) => signed(secret, domain, hashLogin(message)),
  sign_answer: ({ secret, domain, message }) => signed(secret, domain, hashAnswer(message)),
  sign_appeal: ({ secret, domain, message }) => signed(secret, domain, hashAppeal(message)),
  async signers({ domain, receipts }) {
    return receipts.map((receipt) => signerOf(digest(domain, hashReceipt(receipt)), receipt.signature));
  },
};

function signed(unlock: Unlock, domain: Domain, struct: Hash): Promise<Signature> {
  return withKey(unlock, (key) => sign(digest(domain, struct), key));
}
