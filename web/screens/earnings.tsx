// What was earned, where, and the way to take it out.

import "./earnings.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ProjectStanding, WithdrawalWire } from "../model/wire.ts";
import { transactionLink } from "../model/explorers.ts";
import { ratePercent, shownScore } from "../model/pay_state.ts";
import { shortAddress } from "../model/checksum.ts";
import { Button } from "../parts/button.tsx";
import { Copyable } from "../parts/copyable.tsx";
import { Icon } from "../parts/icon.tsx";
import { Money } from "../parts/money.tsx";
import { current, resume } from "../state/cash_out.ts";
import { balance, me, refreshMe, watchMe } from "../state/me.ts";
import { currency, pool } from "../state/pool.ts";
import { downloadReceipts, kept, promised } from "../state/receipts.ts";
import { hrefOf } from "../state/route.ts";
import { say } from "../text/say.ts";
import { CashOutSheet } from "./cash_out.tsx";

const ACCOUNT_EVERY_MS = 4000;

export function Earnings() {
  const cashing = useSignal(false);
  useEffect(() => {
    void refreshMe().then(resume);
    return watchMe(ACCOUNT_EVERY_MS);
  }, []);
  return (
    <div class="screen earnings">
      <div class="earnings_side">
        <header>
          <h1 class="offscreen" tabIndex={-1}>
            {say("earnings.title")}
          </h1>
          <p class="earnings_label">{say("earnings.available")}</p>
          <p class="earnings_balance" data-balance={balance.value}>
            <Money units={balance.value} />
          </p>
          <p class="soft small">{say("earnings.currency", { symbol: currency.value.symbol })}</p>
        </header>
        <div class="earnings_bar">
          <Button wide disabled={balance.value === 0 || !me.value} onPress={() => (cashing.value = true)}>
            {say("cash_out.button")}
          </Button>
          {balance.value === 0 && <p class="soft small">{say("cash_out.nothing")}</p>}
        </div>
        <Totals />
      </div>
      <div class="earnings_side">
        <ByProject />
        <History />
        <Receipts />
      </div>
      {cashing.value && <CashOutSheet onClose={() => (cashing.value = false)} />}
    </div>
  );
}

function Totals() {
  const owed = Math.max(me.value?.owed ?? 0, promised.value.owed);
  const totals = [
    { name: say("earnings.owed"), units: owed, more: say("earnings.owed_more") },
    { name: say("earnings.credited"), units: me.value?.credited ?? 0, more: say("earnings.credited_more") },
    { name: say("earnings.withdrawn"), units: me.value?.withdrawn ?? 0, more: "" },
  ];
  return (
    <dl class="totals">
      {totals.map(({ name, units, more }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Money units={units} />
          </dd>
          {more && <dd class="soft totals_more">{more}</dd>}
        </div>
      ))}
    </dl>
  );
}

function ByProject() {
  const list = (me.value?.projects ?? []).filter(({ answers }) => answers > 0);
  return (
    <section class="part">
      <h2>{say("earnings.by_project")}</h2>
      {list.length === 0 && <p class="soft">{say("earnings.none")}</p>}
      <ul class="by_project">
        {list.map((standing) => (
          <li key={standing.project}>
            <b dir="auto">{standing.title}</b>
            <Money units={standing.owed} />
            <small class="soft">{facts(standing).join(" · ")}</small>
            <a class="by_project_more" href={hrefOf({ screen: "answers", project: standing.project })}>
              {say("answers.open")}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function facts({ answers, rate_32nds, score_percent }: ProjectStanding): string[] {
  const rate =
    rate_32nds === null
      ? say("earnings.no_rate")
      : say("earnings.rate", { percent: ratePercent(rate_32nds) });
  const score = score_percent === null ? [] : [say("earnings.score", { percent: shownScore(score_percent) })];
  return [say("earnings.answers", { n: answers }), rate, ...score];
}

function Receipts() {
  return (
    <section class="part">
      <h2>{say("earnings.receipts")}</h2>
      <p class="soft">{say("earnings.receipts_more")}</p>
      <p>{say("earnings.receipts_count", { n: kept.value })}</p>
      <div>
        <Button look="plain" disabled={kept.value === 0} onPress={() => void downloadReceipts()}>
          <Icon name="down" />
          {say("earnings.receipts_download")}
        </Button>
      </div>
    </section>
  );
}

function History() {
  const listed = me.value?.withdrawals ?? [];
  return (
    <section class="part">
      <h2>{say("earnings.history")}</h2>
      {listed.length === 0 && <p class="soft">{say("earnings.history_none")}</p>}
      <ul class="history">
        {listed.map((withdrawal) => (
          <Past
            key={withdrawal.id}
            withdrawal={withdrawal.id === current.value?.id ? current.value : withdrawal}
          />
        ))}
      </ul>
    </section>
  );
}

/** Where the transaction can be looked up, if the chain has such a place. */
function OnChain({ transaction }: { transaction: string | null }) {
  const link = transaction && transactionLink(pool.value!.chain_id, transaction);
  return link ? (
    <a class="by_project_more" href={link} target="_blank" rel="noreferrer noopener">
      {say("cash_out.on_chain")}
    </a>
  ) : null;
}

function Past({ withdrawal }: { withdrawal: WithdrawalWire }) {
  return (
    <li class={withdrawal.state}>
      <span>
        <b>
          <Money units={withdrawal.amount - withdrawal.relay_fee} />
        </b>{" "}
        <span class="soft">
          {say("cash_out.to")} <bdi>{shortAddress(withdrawal.destination)}</bdi>
        </span>
      </span>
      <span class="history_state">{say(`cash_out.${withdrawal.state}`)}</span>
      {withdrawal.transaction && (
        <Copyable text={withdrawal.transaction} label={say("cash_out.transaction")} />
      )}
      <OnChain transaction={withdrawal.transaction} />
      {withdrawal.state === "failed" && <p class="soft small">{withdrawal.reason}</p>}
    </li>
  );
}
