// Ways to an account: a passkey of a virtual authenticator, with PRF and without; a wallet beside the page;
// an address to be paid at; a key. Against the fake operator.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import type { Browser, CDPSession, Page } from "playwright-core";
import { toChecksum } from "../../model/checksum.ts";
import { fromHex, toHex, type Address, type Hash } from "../../model/hex.ts";
import { addressOf, newPrivateKey, sign } from "../../model/keys.ts";
import { digest, structHash } from "../../model/typed_data.ts";
import { MINIMUM } from "../fake/projects.ts";
import type { Operator } from "../fake/operator.ts";
import { serveFake, type Fake } from "../fake/server.ts";
import { addAuthenticator } from "./authenticator.ts";
import { answer, createWallet, kept, keysIn, lookElsewhere, openBrowser, PHONE, startLabeling, until, untilReceipted, visit, type Visit } from "./visit.ts";

let browser: Browser;
let fake: Fake;
let operator: Operator;
let labeler: Visit;
/** Passkeys belong to names: there are none for 127.0.0.1. */
let base: string;

const ANY_DIGIT = () => "3";

before(async () => {
  browser = await openBrowser();
  fake = await serveFake(0);
  base = fake.url.replace("127.0.0.1", "localhost");
});

after(async () => {
  await browser.close();
  fake.close();
});

beforeEach(async () => {
  operator = fake.afresh(56);
  labeler = await visit(browser, base, PHONE);
});

afterEach(async () => {
  assert.deepEqual(labeler.complaints, []);
  await labeler.page.context().close();
});

async function authenticator(page: Page, hasPrf: boolean): Promise<CDPSession> {
  const client = await addAuthenticator(page, hasPrf);
  await page.reload();
  return client;
}

async function addressShown(page: Page): Promise<string> {
  return ((await kept(page)).kept["wallet"] as { address: string }).address;
}

test("a fingerprint makes the account, is paid out with a fingerprint, and opens it again elsewhere", async () => {
  const { page } = labeler;
  await authenticator(page, true);
  await page.getByRole("button", { name: "Create account with fingerprint or face" }).tap();
  await page.locator(".projects a").first().waitFor();
  assert.deepEqual(await keysIn(page), []);
  const address = await addressShown(page);
  await startLabeling(labeler, /digits/);
  await answer(labeler, MINIMUM, "tap", ANY_DIGIT);
  await lookElsewhere(page);
  await until("it is paid", async () => operator.me(accountOf(operator)).owed > 0);
  await page.locator(".to_earnings").click();
  await page.getByRole("button", { name: "Cash out" }).click();
  await page.getByRole("button", { name: /^Send/ }).click();
  await page.getByText(/is yours/).waitFor();
  assert.equal(operator.me(accountOf(operator)).withdrawals[0]!.destination, address);
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name!);
  });
  await page.goto(base);
  await page.getByRole("button", { name: "Other ways in" }).click();
  await page.getByRole("button", { name: /I have an account/ }).click();
  await page.locator(".projects a").first().waitFor();
  assert.equal(await addressShown(page), address);
});

test("where the passkey has no PRF the key stays on the device, wrapped, and a backup is asked for", async () => {
  const { page } = labeler;
  await authenticator(page, false);
  await page.getByRole("button", { name: "Create account with fingerprint or face" }).tap();
  await page.getByText(/cannot hold a payout key/).waitFor();
  await startLabeling(labeler, /digits/);
  await answer(labeler, MINIMUM, "tap", ANY_DIGIT);
  await lookElsewhere(page);
  await until("it is paid", async () => operator.me(accountOf(operator)).owed > 0);
  assert.deepEqual(await keysIn(page), []);
  await page.goto(`${base}/#/`);
  await page.getByRole("link", { name: "Save a backup" }).click();
  await page.getByRole("button", { name: "Save a backup" }).click();
  await page.getByRole("button", { name: /show the key/ }).click();
  const key = await page.locator(".sheet .hex").innerText();
  assert.equal(addressOf(key as Parameters<typeof addressOf>[0]), await addressShown(page));
});

test("a wallet beside the page signs the session and the cash-out, and shows what it signs", async () => {
  const { page } = labeler;
  const key = newPrivateKey();
  const shown: string[] = [];
  await page.exposeFunction("signTyped", (text: string) => {
    shown.push(text);
    return signTyped(text, key);
  });
  await page.addInitScript(announceWallet, addressOf(key));
  await page.reload();
  await page.getByRole("button", { name: "Other ways in" }).click();
  await page.getByRole("button", { name: /Use .*Test Wallet/ }).click();
  await page.locator(".projects a").first().waitFor();
  await startLabeling(labeler, /digits/);
  await answer(labeler, 1, "tap", ANY_DIGIT);
  await untilReceipted(page, 1);
  assert.equal(accountOf(operator), addressOf(key));
  assert.deepEqual(shown.map((text) => (JSON.parse(text) as { primaryType: string }).primaryType), ["Session"]);
});

test("whoever gives an address is paid there", async () => {
  const { page } = labeler;
  const payout = toChecksum(addressOf(newPrivateKey()));
  await page.getByRole("button", { name: "Other ways in" }).click();
  await page.getByText("Be paid at an address I have").click();
  await page.getByLabel("Address", { exact: true }).fill(payout);
  await page.getByRole("button", { name: "Create account paid there" }).click();
  await startLabeling(labeler, /digits/);
  await answer(labeler, MINIMUM, "tap", ANY_DIGIT);
  await lookElsewhere(page);
  await until("it is paid", async () => operator.me(accountOf(operator)).owed > 0);
  await page.locator(".to_earnings").click();
  await page.getByRole("button", { name: "Cash out" }).click();
  await page.getByRole("button", { name: /^Send/ }).click();
  await page.getByText(/is yours/).waitFor();
  assert.equal(operator.me(accountOf(operator)).withdrawals[0]!.destination, payout.toLowerCase());
});

test("an account works in a browser without passkeys", async () => {
  await createWallet(labeler);
  assert.deepEqual(await keysIn(labeler.page), []);
});

/** What a wallet extension does, in the page. */
function announceWallet(address: string): void {
  const provider = {
    async request({ method, params }: { method: string; params?: readonly string[] }) {
      if (method === "eth_requestAccounts") return [address];
      if (method === "wallet_switchEthereumChain") return null;
      if (method === "eth_signTypedData_v4")
        return await (window as unknown as { signTyped(text: string): Promise<string> }).signTyped(params![1]!);
      throw new Error(method);
    },
  };
  const info = { uuid: "1", name: "Test Wallet", icon: "data:,", rdns: "org.example.wallet" };
  const announce = () =>
    dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: { info, provider } }));
  addEventListener("eip6963:requestProvider", announce);
}

/** Signs as a wallet would, from nothing but what it was shown. */
function signTyped(text: string, key: ReturnType<typeof newPrivateKey>): string {
  const { types, primaryType, domain, message } = JSON.parse(text) as {
    types: Record<string, { type: string; name: string }[]>;
    primaryType: string;
    domain: { chainId: number; verifyingContract: Address };
    message: Record<string, string>;
  };
  const fields = types[primaryType]!;
  const type = `${primaryType}(${fields.map((field) => `${field.type} ${field.name}`).join(",")})`;
  const values = fields.map((field) =>
    field.type.startsWith("uint") ? BigInt(message[field.name]!) : message[field.name]!,
  );
  const struct = structHash(type, values);
  const { chainId, verifyingContract: pool } = domain;
  return toHex(fromHex(sign(digest({ chainId, pool }, struct as Hash), key)));
}

function accountOf(operator: Operator) {
  return [...operator.accounts.keys()][0] as Parameters<Operator["me"]>[0];
}
