// Who is logged in, with which wallet, and what the wallet holds.

import { signal } from "@preact/signals";
import { setServerTime, sleep } from "../client/clock.ts";
import { Refused } from "../client/http.ts";
import { nodeAt, NodeRefused } from "../client/rpc.ts";
import { read, remove, write } from "../client/store.ts";
import { toChecksum } from "../model/checksum.ts";
import type { Hash } from "../model/hex.ts";
import { balanceOf, numberIn, type Call } from "../model/pool_calls.ts";
import { text } from "../model/shape.ts";
import { pool } from "../state/pool.ts";
import * as wire from "../model/wire.ts";
import { ask, post, send } from "./api.ts";
import * as shapes from "./shapes.ts";
import * as own from "./own_wallet.ts";
import { announced, connect, discover, type Announced, type Wallet } from "./wallets.ts";

export const chain = signal<shapes.Chain | null>(null);
export const account = signal<shapes.Account | null>(null);
export const wallet = signal<Wallet | null>(null);
/** What the wallet holds of the pool's token, in units; null while it is not known. */
export const holds = signal<number | null>(null);
/** What it holds of the chain's own coin, in wei: transactions cost some. */
export const coins = signal<bigint | null>(null);

const USED = "requester/used";
const WALLETS_MAY_TAKE_MS = 300;
const MINED_WITHIN_S = 90;

export class NotMined extends Error {}

/** Reads who the operator is, and who is still logged in. */
export async function recall(): Promise<void> {
  discover();
  await own.loadOwn();
  pool.value = await ask("/api/pool", wire.pool);
  setServerTime(pool.value.now_s);
  chain.value = await ask("/api/chain", shapes.chain);
  account.value = await ask("/api/login", shapes.account).catch((error: unknown) => {
    if (error instanceof Refused) return null;
    throw error;
  });
  if (account.value) void bringBack(account.value.address);
}

/** The wallet of the login, where it is still in this browser. */
async function bringBack(address: string): Promise<void> {
  if (own.own.value?.address === address) {
    useOwn();
    return;
  }
  await sleep(WALLETS_MAY_TAKE_MS / 1000);
  const used = announced.value.find(({ id }) => id === read(USED, text));
  if (!used) return;
  const accounts = (await used.provider.request({ method: "eth_accounts" })) as string[];
  if (accounts[0]?.toLowerCase() === address) await useAnnounced(used);
}

async function useAnnounced(found: Announced): Promise<void> {
  wallet.value = await connect(found, chain.value!.chain_id);
  write(USED, found.id);
  void lookAtBalance();
}

export async function logInWith(found: Announced): Promise<void> {
  await useAnnounced(found);
  await logIn(wallet.value!);
}

/** With the wallet of this browser, which `make` brings where there is none; false where it brought none. */
export async function logInHere(make: () => Promise<boolean | void>): Promise<boolean> {
  if (!own.own.value && (await make()) === false) return false;
  await logIn(useOwn());
  return true;
}

/** Another key takes the place of the one in this browser, and its login. */
export async function bringOwn(pasted: string): Promise<void> {
  await own.bringKey(pasted);
  await logIn(useOwn());
}

function useOwn(): Wallet {
  wallet.value = own.ownWallet(chain.value!.chain_id);
  void lookAtBalance();
  return wallet.value;
}

export async function logOut(): Promise<void> {
  await send({ method: "DELETE", path: "/api/login" }, () => null);
  account.value = null;
  wallet.value = null;
  holds.value = coins.value = null;
  remove(USED);
}

export class AnotherSite extends Error {}

async function logIn(signer: Wallet): Promise<void> {
  const body = { address: toChecksum(signer.address) };
  const { message } = await post("/api/login/message", body, shapes.loginMessage);
  // A wallet shows whom the text is for; the key in this browser shows nothing, so the page looks.
  if (!message.startsWith(`${location.host} wants you to sign in`)) throw new AnotherSite();
  const signature = (await signer.signText(message)).toLowerCase();
  account.value = await post("/api/login", { message, signature }, shapes.account);
}

export async function lookAtBalance(): Promise<void> {
  const [owner, facts] = [wallet.value, pool.value];
  if (!owner || !facts) return;
  coins.value = BigInt(String(await nodeAt("/api/chain")("eth_getBalance", [owner.address, "latest"])));
  const held = numberIn(await call(balanceOf(facts.token, owner.address)));
  const perUnit = 10n ** BigInt(facts.token_decimals - facts.unit_decimals);
  const units = held / perUnit;
  holds.value = units > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(units);
}

/** What a contract answers. */
export async function call(question: Call): Promise<string> {
  return String(await nodeAt("/api/chain")("eth_call", [question, "latest"]));
}

/** Play money for the wallet, on the development chain. */
export async function fillUp(): Promise<void> {
  await post("/api/faucet", { address: wallet.value!.address }, () => null);
  await lookAtBalance();
}

export interface Mined {
  readonly hash: Hash;
  readonly logs: readonly { readonly topics: readonly Hash[]; readonly data: string }[];
}

/** Sends a transaction and waits until it is mined. */
export async function execute(wanted: Call): Promise<Mined> {
  const hash = await wallet.value!.send(wanted);
  const node = nodeAt("/api/chain");
  for (let waited_s = 0; waited_s < MINED_WITHIN_S; waited_s += 0.3) {
    const receipt = (await node("eth_getTransactionReceipt", [hash])) as Receipt | null;
    if (receipt?.status === "0x0") throw new NodeRefused("eth_sendTransaction", hash);
    if (receipt) return { hash, logs: receipt.logs };
    await sleep(0.3);
  }
  throw new NotMined(hash);
}

interface Receipt extends Mined {
  readonly status: string;
}
