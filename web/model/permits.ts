// Allowances by signature: EIP-2612 of the token itself, or a transfer through Permit2. Each as the bytes
// that are signed here, and as other wallets take it (eth_signTypedData_v4).

import { topicOf, wordOf } from "./abi.ts";
import { concat, fromHex, type Address, type Hash } from "./hex.ts";
import { keccak, utf8 } from "./typed_data.ts";

interface Common {
  readonly chainId: number;
  readonly token: Address;
  /** Who may take the tokens. */
  readonly spender: Address;
  /** Base units. */
  readonly value: bigint;
  readonly nonce: bigint;
  readonly deadline: number;
}

export interface TokenPermit extends Common {
  readonly kind: "token";
  /** The token's, as its EIP-712 domain has it. */
  readonly name: string;
  readonly owner: Address;
}

export interface Permit2Permit extends Common {
  readonly kind: "permit2";
  readonly permit2: Address;
}

export type AnyPermit = TokenPermit | Permit2Permit;

const TOKEN_DOMAIN = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
const TOKEN_PERMIT =
  "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";
const PERMIT2_DOMAIN = "EIP712Domain(string name,uint256 chainId,address verifyingContract)";
const PERMISSIONS = "TokenPermissions(address token,uint256 amount)";
const TRANSFER =
  "PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)";

export function permitDigest(permit: AnyPermit): Hash {
  const [separator, struct] = permit.kind === "token" ? ofToken(permit) : ofPermit2(permit);
  return keccak(concat(new Uint8Array([0x19, 0x01]), fromHex(separator), fromHex(struct)));
}

/** The domain of a token whose version is "1", as nearly all have it. */
export function tokenSeparator({ name, chainId, token }: Pick<TokenPermit, "name" | "chainId" | "token">): Hash {
  return hashOf(TOKEN_DOMAIN, keccak(utf8(name)), keccak(utf8("1")), wordOf(chainId), wordOf(token));
}

function ofToken(permit: TokenPermit): [Hash, Hash] {
  const { owner, spender, value, nonce, deadline } = permit;
  const fields = [wordOf(owner), wordOf(spender), wordOf(value), wordOf(nonce), wordOf(deadline)];
  return [tokenSeparator(permit), hashOf(TOKEN_PERMIT, ...fields)];
}

function ofPermit2({ chainId, permit2, token, spender, value, nonce, deadline }: Permit2Permit): [Hash, Hash] {
  const separator = hashOf(PERMIT2_DOMAIN, keccak(utf8("Permit2")), wordOf(chainId), wordOf(permit2));
  const permissions = hashOf(PERMISSIONS, wordOf(token), wordOf(value));
  const fields = [permissions, wordOf(spender), wordOf(nonce), wordOf(deadline)];
  return [separator, hashOf(TRANSFER + PERMISSIONS, ...fields)];
}

function hashOf(type: string, ...words: Hash[]): Hash {
  return keccak(concat(...[topicOf(type), ...words].map(fromHex)));
}

/** The same for a wallet that shows it to its owner. */
export function typedPermit(permit: AnyPermit): object {
  return permit.kind === "token" ? typedTokenPermit(permit) : typedPermit2(permit);
}

function typedTokenPermit({ name, chainId, token, owner, spender, value, nonce, deadline }: TokenPermit): object {
  return {
    types: { EIP712Domain: fieldsOf(TOKEN_DOMAIN), Permit: fieldsOf(TOKEN_PERMIT) },
    primaryType: "Permit",
    domain: { name, version: "1", chainId, verifyingContract: token },
    message: { owner, spender, value: String(value), nonce: String(nonce), deadline },
  };
}

function typedPermit2({ chainId, permit2, token, spender, value, nonce, deadline }: Permit2Permit): object {
  return {
    types: {
      EIP712Domain: fieldsOf(PERMIT2_DOMAIN),
      TokenPermissions: fieldsOf(PERMISSIONS),
      PermitTransferFrom: fieldsOf(TRANSFER),
    },
    primaryType: "PermitTransferFrom",
    domain: { name: "Permit2", chainId, verifyingContract: permit2 },
    message: { permitted: { token, amount: String(value) }, spender, nonce: String(nonce), deadline },
  };
}

function fieldsOf(type: string): object[] {
  const inside = type.slice(type.indexOf("(") + 1, -1);
  return inside.split(",").map((field) => {
    const [kind, name] = field.split(" ");
    return { type: kind, name };
  });
}
