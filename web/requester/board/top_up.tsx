// More money for a project that runs.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { topUp, topUpSigned } from "../../model/pool_calls.ts";
import { Button } from "../../parts/button.tsx";
import { Money } from "../../parts/money.tsx";
import { noteFailure } from "../../state/line.ts";
import { tell } from "../../state/notices.ts";
import { currency, requirePool } from "../../state/pool.ts";
import { sayFailed } from "../../text/refused.ts";
import { say } from "../../text/say.ts";
import { holds, lookAtBalance } from "../account.ts";
import { Field } from "../field.tsx";
import { unitsOf } from "../new/draft.ts";
import { pay } from "../paying.ts";

export function TopUp({ project, onPaid }: { project: number; onPaid: () => void }) {
  const typed = useSignal("");
  const busy = useSignal(false);
  const units = unitsOf(typed.value, currency.value.unitDecimals);
  const enough = units !== null && holds.value !== null && holds.value >= units;
  useEffect(() => void lookAtBalance().catch(noteFailure), []);
  const add = async () => {
    const { pool } = requirePool();
    busy.value = true;
    try {
      await pay({
        units: units!,
        direct: topUp(pool, project, units!),
        signed: (allowance) => topUpSigned(allowance, pool, project, units!),
      });
      typed.value = "";
      onPaid();
    } catch (error) {
      tell(say("fund.failed", { why: sayFailed(error) }), "bad");
    } finally {
      busy.value = false;
      void lookAtBalance().catch(noteFailure);
    }
  };
  return (
    <section class="part">
      <h2>{say("top_up.title")}</h2>
      <Field
        label={say("top_up.amount", { symbol: currency.value.symbol })}
        problem={typed.value && units === null ? say("price.no_price") : null}
        value={typed.value}
        mode="decimal"
        onChange={(text) => (typed.value = text)}
      />
      <p class="soft small">
        {say("top_up.holds")} {holds.value === null ? "–" : <Money units={holds.value} />}
      </p>
      <div>
        <Button look="plain" disabled={!enough || busy.value} onPress={() => void add()}>
          {say("top_up.button")}
        </Button>
      </div>
    </section>
  );
}
