// What the wallet holds, and how money gets there: play money where there is some, else its address and a QR of it.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { toChecksum } from "../model/checksum.ts";
import { Button } from "../parts/button.tsx";
import { Copyable } from "../parts/copyable.tsx";
import { Money } from "../parts/money.tsx";
import { noteFailure } from "../state/line.ts";
import { currency } from "../state/pool.ts";
import { say } from "../text/say.ts";
import { chain, coins, fillUp, holds, wallet } from "./account.ts";

export function PayIn({ short }: { short: boolean }) {
  const filling = useSignal(false);
  const { faucet } = chain.value!;
  const address = toChecksum(wallet.value!.address);
  const fill = () => {
    filling.value = true;
    fillUp()
      .catch(noteFailure)
      .finally(() => (filling.value = false));
  };
  return (
    <section class="pay_in" aria-live="polite">
      <h2>{say("pay_in.title")}</h2>
      <p class="pay_in_holds" data-holds={holds.value ?? ""}>
        {holds.value === null ? say("app.loading") : <Money units={holds.value} />}
      </p>
      {faucet && (short || coins.value === 0n) && <p class="notice_line">{say("pay_in.short_play")}</p>}
      {!faucet && short && <p class="notice_line">{say("pay_in.short", { symbol: currency.value.symbol })}</p>}
      {!faucet && coins.value === 0n && <p class="notice_line">{say("pay_in.no_coins")}</p>}
      {faucet && (
        <Button look="plain" disabled={filling.value} onPress={fill}>
          {say("pay_in.faucet")}
        </Button>
      )}
      <details open={!faucet}>
        <summary>{say("pay_in.address")}</summary>
        <Code text={address} />
        <Copyable text={address} label={say("pay_in.address")} />
        <p class="soft small">{say("pay_in.watching", { chain: String(chain.value!.chain_id) })}</p>
      </details>
    </section>
  );
}

/** The address as a code for another phone's camera; drawn when it is first needed. */
function Code({ text }: { text: string }) {
  const path = useSignal<{ readonly size: number; readonly path: string } | null>(null);
  useEffect(() => {
    void import("./qr.ts").then(({ qrPath }) => (path.value = qrPath(text)));
  }, [text]);
  if (!path.value) return null;
  const { size, path: drawn } = path.value;
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={say("pay_in.qr")}>
      <rect width={size} height={size} />
      <path d={drawn} />
    </svg>
  );
}
