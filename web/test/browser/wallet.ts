// A wallet that the browser announces (EIP-6963), as an extension would: its key is outside the page.

import type { Page } from "playwright-core";
import { toChecksum } from "../../model/checksum.ts";
import { fromHex, type Address } from "../../model/hex.ts";
import { addressOf, newPrivateKey, sign } from "../../model/keys.ts";
import { textDigest } from "../../model/login.ts";
import { signedTransaction } from "../../model/transaction.ts";
import { hashTyped } from "./typed_json.ts";

const CHAIN_ID = 31337;
export const NAME = "Test Wallet";

/** Announces a new wallet to the page; returns its address and what it was asked. */
export async function installWallet(page: Page, base: string) {
  const key = newPrivateKey();
  const address = addressOf(key);
  const asked: string[] = [];
  await page.exposeFunction("askWallet", async (method: string, params: readonly unknown[]) => {
    asked.push(method);
    if (method === "eth_requestAccounts" || method === "eth_accounts") return [toChecksum(address)];
    if (method === "eth_chainId") return `0x${CHAIN_ID.toString(16)}`;
    if (method === "personal_sign")
      return sign(textDigest(new TextDecoder().decode(fromHex(String(params[0])))), key);
    if (method === "eth_signTypedData_v4") return sign(hashTyped(String(params[1])), key);
    if (method !== "eth_sendTransaction") throw new Error(`the wallet does not know ${method}`);
    const { to, data } = params[0] as { to: Address; data: string };
    const ask = (question: string, ...values: unknown[]) => node(base, question, values);
    const gas = (BigInt(await ask("eth_estimateGas", { from: address, to, data })) * 5n) / 4n;
    const nonce = Number(await ask("eth_getTransactionCount", address, "pending"));
    const gasPrice = BigInt(await ask("eth_gasPrice"));
    const raw = signedTransaction({ chainId: CHAIN_ID, nonce, gas, gasPrice, to, data }, key);
    return await ask("eth_sendRawTransaction", raw);
  });
  await page.addInitScript((name) => {
    const ask = (window as unknown as { askWallet: (method: string, params: unknown) => Promise<unknown> });
    const provider = {
      request: ({ method, params = [] }: { method: string; params?: readonly unknown[] }) =>
        ask.askWallet(method, params),
    };
    const detail = Object.freeze({ info: { uuid: "test-wallet", name, icon: "data:,", rdns: "test" }, provider });
    const announce = () =>
      window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
    window.addEventListener("eip6963:requestProvider", announce);
    announce();
  }, NAME);
  return { address, asked };
}

async function node(base: string, method: string, params: readonly unknown[]): Promise<string> {
  const response = await fetch(`${base}/api/chain`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as { result?: string; error?: { message: string } };
  if (error) throw new Error(error.message);
  return result!;
}
