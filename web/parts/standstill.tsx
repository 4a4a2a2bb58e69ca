// Why no work is done for this operator just now, and what to do about it.

import "./standstill.css";
import { downloadReceipts } from "../state/receipts.ts";
import { overdue, standstill } from "../state/standstill.ts";
import { locale, say } from "../text/say.ts";
import { Button } from "./button.tsx";
import { money } from "../model/money.ts";
import { currency } from "../state/pool.ts";

export function Standstill() {
  const why = standstill.value;
  if (!why) return null;
  const due = overdue.value;
  const values = due
    ? { amount: money(due.owed, currency.value, locale), when: timeText(due.settle_by_s) }
    : {};
  return (
    <section class="warning standstill" role="alert">
      <h2>{say(`standstill.${why}_title`)}</h2>
      <p>{say(`standstill.${why}`, values)}</p>
      <p>{say("standstill.more")}</p>
      <div>
        <Button look="plain" onPress={() => void downloadReceipts()}>
          {say("earnings.receipts_download")}
        </Button>
      </div>
    </section>
  );
}

function timeText(at_s: number): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(at_s * 1000);
}
