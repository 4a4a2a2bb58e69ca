// A passkey of this device, whose PRF extension gives the bytes that the payout key comes from.

import { PRF_INPUT } from "../model/prf_input.ts";

/** The person said no, or the device took too long. */
export class PasskeyRefused extends Error {}

/** Passkeys belong to a domain: there are none by an address of numbers, nor over plain http. */
export async function hasPasskeys(): Promise<boolean> {
  if (!isSecureContext || !("PublicKeyCredential" in window) || /^[\d.]+$|:/.test(location.hostname)) return false;
  return await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
}

/** A new passkey's id, and its secret bytes; null where the device has no PRF. */
export async function newPasskey(): Promise<{ id: Uint8Array; prf: Uint8Array } | null> {
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: "Labelfield" },
        user: { id: random(16), name: "Labelfield", displayName: "Labelfield" },
        challenge: random(32),
        pubKeyCredParams: [
          { type: "public-key", alg: -7 },
          { type: "public-key", alg: -257 },
        ],
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        extensions: { prf: {} },
      },
    }),
  );
  if (!made.getClientExtensionResults().prf?.enabled) return null;
  return await openPasskey(new Uint8Array(made.rawId));
}

/** Asks for a finger or a face; any passkey of this page where no id is given. Null without PRF. */
export async function openPasskey(id: Uint8Array | null): Promise<{ id: Uint8Array; prf: Uint8Array } | null> {
  const found = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        userVerification: "required",
        allowCredentials: id ? [{ type: "public-key", id: new Uint8Array(id) }] : [],
        extensions: { prf: { eval: { first: new Uint8Array(PRF_INPUT) } } },
      },
    }),
  );
  const first = found.getClientExtensionResults().prf?.results?.first as ArrayBuffer | undefined;
  return first ? { id: new Uint8Array(found.rawId), prf: new Uint8Array(first) } : null;
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    return (await ask()) as PublicKeyCredential;
  } catch (error) {
    throw new PasskeyRefused(String(error));
  }
}

function random(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}
