// EIP-2612: an allowance by signature, so that opening a project takes one transaction.

import { now_s } from "../client/clock.ts";
import { NodeRefused } from "../client/rpc.ts";
import { decode, topicOf, wordOf } from "../model/abi.ts";
import { concat, fromHex, type Address, type Hash } from "../model/hex.ts";
import * as calls from "../model/pool_calls.ts";
import { keccak, utf8 } from "../model/typed_data.ts";
import { call, chain, wallet } from "./account.ts";

const GOOD_FOR_S = 1800;
const DOMAIN = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
const PERMIT = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";

/** A signed permit; null where the token takes none as we would write it. */
export async function permitFor(
  token: Address,
  spender: Address,
  value: bigint,
): Promise<calls.Permit | null> {
  const owner = wallet.value!.address;
  const facts = await tokenFacts(token, owner);
  const deadline = now_s() + GOOD_FOR_S;
  const separator = facts && separatorOf(token, facts.name);
  if (!facts || separator !== facts.separator) return null;
  const permit = keccak(
    words(topicOf(PERMIT), wordOf(owner), wordOf(spender), wordOf(value), wordOf(facts.nonce), wordOf(deadline)),
  );
  const digest = keccak(concat(new Uint8Array([0x19, 0x01]), fromHex(separator), fromHex(permit)));
  const typed = typedPermit({ token, owner, spender, value, deadline, ...facts });
  const signature = fromHex((await wallet.value!.signTyped(typed, digest)).toLowerCase());
  const part = (from: number) => wordOf(BigInt(`0x${hexOf(signature.subarray(from, from + 32))}`));
  return { value, deadline, v: signature[64]!, r: part(0), s: part(32) };
}

async function tokenFacts(token: Address, owner: Address) {
  try {
    const [name] = decode(["string"], await call(calls.read(token, "name"))) as [string];
    const nonce = calls.numberIn(await call(calls.permitNonce(token, owner)));
    const [separator] = decode(["bytes32"], await call(calls.read(token, "DOMAIN_SEPARATOR"))) as [Hash];
    return { name, nonce, separator };
  } catch (error) {
    if (error instanceof NodeRefused) return null;
    throw error;
  }
}

function separatorOf(token: Address, name: string): Hash {
  return keccak(
    words(
      topicOf(DOMAIN),
      keccak(utf8(name)),
      keccak(utf8("1")),
      wordOf(chain.value!.chain_id),
      wordOf(token),
    ),
  );
}

interface Permitted {
  readonly token: Address;
  readonly name: string;
  readonly owner: Address;
  readonly spender: Address;
  readonly value: bigint;
  readonly nonce: bigint;
  readonly deadline: number;
}

/** The same as wallets take it (eth_signTypedData_v4). */
function typedPermit({ token, name, owner, spender, value, nonce, deadline }: Permitted): object {
  const fields = (names: string) =>
    names.split(",").map((field) => {
      const [type, name] = field.split(" ");
      return { type, name };
    });
  const inside = (type: string) => type.slice(type.indexOf("(") + 1, -1);
  return {
    types: { EIP712Domain: fields(inside(DOMAIN)), Permit: fields(inside(PERMIT)) },
    primaryType: "Permit",
    domain: { name, version: "1", chainId: chain.value!.chain_id, verifyingContract: token },
    message: { owner, spender, value: String(value), nonce: String(nonce), deadline },
  };
}

function words(...parts: Hash[]): Uint8Array {
  return concat(...parts.map(fromHex));
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
