// The tape: each receipt as it comes in, on screens wide enough to watch it.

import "./tape.css";
import { Icon } from "../../parts/icon.tsx";
import { Cents, Money } from "../../parts/money.tsx";
import { newest } from "../../state/receipts.ts";
import { say } from "../../text/say.ts";

const ROWS = 14;

export function Tape() {
  const receipts = newest.value;
  return (
    <section class="tape">
      <h2>{say("label.tape")}</h2>
      {receipts.length === 0 && <p class="soft small">{say("label.tape_none")}</p>}
      <ol>
        {receipts.slice(0, ROWS).map((receipt, place) => (
          <li key={receipt.number} class={receipt.owed ? "" : "unpaid"}>
            <span title={say("label.tape_checked")}>
              <Icon name="check" />
            </span>
            <bdi class="tape_number">{receipt.number}</bdi>
            <span class="tape_gain">{gain(receipt.owed, receipts[place + 1]?.owed)}</span>
            <Money units={receipt.owed} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function gain(owed: number, before: number | undefined) {
  if (before === undefined || owed <= before) return null;
  return (
    <>
      +<Cents units={owed - before} />
    </>
  );
}
