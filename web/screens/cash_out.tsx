// Cash out: where to, what it costs, one signature, and then watching it arrive.

import "./cash_out.css";
import { useSignal } from "@preact/signals";
import { available, onItsWay } from "../model/cash_out.ts";
import { BadAddress, shortAddress, toChecksum } from "../model/checksum.ts";
import type { WithdrawalWire } from "../model/wire.ts";
import { AddressField, parsedAddress } from "../parts/address_field.tsx";
import { Button } from "../parts/button.tsx";
import { Copyable } from "../parts/copyable.tsx";
import { Icon } from "../parts/icon.tsx";
import { Money } from "../parts/money.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { money } from "../model/money.ts";
import { cashOut, current, problem, signing } from "../state/cash_out.ts";
import { me } from "../state/me.ts";
import { currency, pool } from "../state/pool.ts";
import { wallet } from "../state/wallet.ts";
import { locale, say } from "../text/say.ts";

export function CashOutSheet({ onClose }: { onClose: () => void }) {
  const close = () => {
    if (current.value && !onItsWay(current.value)) current.value = null;
    problem.value = null;
    onClose();
  };
  return (
    <Sheet title={say("cash_out.title")} onClose={close}>
      {current.value ? <Under withdrawal={current.value} onDone={close} /> : <Ask />}
    </Sheet>
  );
}

function Ask() {
  const amount = me.value ? available(me.value) : 0;
  const fee = pool.value!.relay_fee;
  const { address, payout } = wallet.value!;
  const elsewhere = useSignal(payout !== null);
  const pasted = useSignal(payout === null ? "" : toChecksum(payout));
  const destination = elsewhere.value ? parsedAddress(pasted.value) : address;
  const ready = destination !== null && !(destination instanceof BadAddress) && amount > fee;
  return (
    <form
      class="cash_out"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void cashOut(destination, fee);
      }}
    >
      <fieldset>
        <legend>{say("cash_out.to")}</legend>
        <label>
          <input
            type="radio"
            name="to"
            checked={!elsewhere.value}
            onChange={() => (elsewhere.value = false)}
          />
          <span>
            {say("cash_out.to_own")} <bdi class="soft">{shortAddress(address)}</bdi>
          </span>
        </label>
        <label>
          <input type="radio" name="to" checked={elsewhere.value} onChange={() => (elsewhere.value = true)} />
          <span>{say("cash_out.to_other")}</span>
        </label>
        {elsewhere.value && (
          <AddressField pasted={pasted.value} onPaste={(text) => (pasted.value = text)} />
        )}
      </fieldset>
      <dl class="cash_out_sum">
        <dt>{say("cash_out.amount")}</dt>
        <dd>
          <Money units={amount} />
        </dd>
        <dt>
          {say("cash_out.fee")} <small class="soft">{say("cash_out.fee_more")}</small>
        </dt>
        <dd>
          −<Money units={fee} />
        </dd>
        <dt class="cash_out_get">{say("cash_out.you_get")}</dt>
        <dd class="cash_out_get">
          <Money units={Math.max(0, amount - fee)} />
        </dd>
      </dl>
      {amount <= fee && <p class="soft">{say("cash_out.too_little")}</p>}
      {problem.value && (
        <p class="cash_out_problem" role="alert">
          {problem.value}
        </p>
      )}
      <button type="submit" class="button main wide" disabled={!ready || signing.value}>
        {signing.value
          ? say("cash_out.signing")
          : say("cash_out.confirm", { amount: money(Math.max(0, amount - fee), currency.value, locale) })}
      </button>
    </form>
  );
}

function Under({ withdrawal, onDone }: { withdrawal: WithdrawalWire; onDone: () => void }) {
  const { state, amount, relay_fee, transaction, destination } = withdrawal;
  const title =
    state === "paid"
      ? say("cash_out.paid_title", { amount: money(amount - relay_fee, currency.value, locale) })
      : say(state === "failed" ? "cash_out.failed_title" : "cash_out.way_title");
  return (
    <div class={`cash_out_under ${state}`} role="status">
      <p class="cash_out_sign">
        {state === "paid" ? <Icon name="check" /> : state === "failed" ? <Icon name="cross" /> : <i />}
      </p>
      <p class="cash_out_title">{title}</p>
      <p class="soft">
        {say(`cash_out.${state}`)} · {say("cash_out.to")} <bdi>{shortAddress(destination)}</bdi>
      </p>
      {state === "failed" && (
        <p>
          {withdrawal.reason} {say("cash_out.failed_more")}
        </p>
      )}
      {transaction && (
        <div class="part">
          <small class="soft">{say("cash_out.transaction")}</small>
          <Copyable text={transaction} label={say("cash_out.transaction")} />
        </div>
      )}
      <Button wide look={state === "paid" ? "main" : "plain"} onPress={onDone}>
        {say("cash_out.done")}
      </Button>
    </div>
  );
}
