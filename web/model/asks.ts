// What the signing worker may be asked. Only these messages, each of fields that can be read, are ever signed.

import type { Address, Signature } from "./hex.ts";
import type { Answer, Appeal, Login, Receipt, Session, Withdrawal } from "./messages.ts";
import type { Domain } from "./typed_data.ts";

/** A private key as it is kept: wrapped by a key that no script can read; open where there is no WebCrypto. */
export type Secret =
  | { readonly how: "wrapped"; readonly iv: Uint8Array; readonly bytes: Uint8Array }
  | { readonly how: "open"; readonly key: string };

/** What the wallet's key comes from, for one use. */
export type Unlock = Secret | { readonly how: "passkey"; readonly prf: Uint8Array };

export interface Made {
  readonly address: Address;
  readonly secret: Secret;
}

export interface Asks {
  /** A new key, or the one pasted. */
  readonly make: { readonly ask: { readonly pasted: string | null }; readonly answer: Made };
  /** The address of a key, without keeping it. */
  readonly address: { readonly ask: { readonly unlock: Unlock }; readonly answer: Address };
  /** The key itself, for its owner's backup. */
  readonly reveal: { readonly ask: { readonly unlock: Unlock }; readonly answer: string };
  readonly sign_session: Signed<Session, { readonly unlock: Unlock }>;
  readonly sign_withdrawal: Signed<Withdrawal, { readonly unlock: Unlock }>;
  readonly sign_login: Signed<Login, { readonly secret: Secret }>;
  readonly sign_answer: Signed<Answer, { readonly secret: Secret }>;
  readonly sign_appeal: Signed<Appeal, { readonly secret: Secret }>;
  /** Who signed each receipt; null where nobody can have. */
  readonly signers: {
    readonly ask: {
      readonly domain: Domain;
      readonly receipts: readonly (Receipt & { readonly signature: Signature })[];
    };
    readonly answer: readonly (Address | null)[];
  };
}

type Signed<Message, With> = {
  readonly ask: With & { readonly domain: Domain; readonly message: Message };
  readonly answer: Signature;
};

export type Act = keyof Asks;
