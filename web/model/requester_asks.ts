// What the requester's signing worker may be asked.

import type { Asks, Unlock } from "./asks.ts";
import type { Signature } from "./hex.ts";
import type { AnyPermit } from "./permits.ts";
import type { Transaction } from "./transaction.ts";

export interface RequesterAsks extends Pick<Asks, "make" | "address" | "reveal"> {
  /** A login's text (EIP-4361), which the page has read before. */
  readonly sign_text: { readonly ask: { readonly unlock: Unlock; readonly text: string }; readonly answer: Signature };
  readonly sign_permit: {
    readonly ask: { readonly unlock: Unlock; readonly permit: AnyPermit };
    readonly answer: Signature;
  };
  /** Answers with the transaction as a node takes it. */
  readonly sign_transaction: {
    readonly ask: { readonly unlock: Unlock; readonly transaction: Transaction };
    readonly answer: string;
  };
}

export type RequesterAct = keyof RequesterAsks;
