// Step four: lock the money and start.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Refused } from "../../client/http.ts";
import { Button, LinkButton } from "../../parts/button.tsx";
import { Money } from "../../parts/money.tsx";
import { noteFailure } from "../../state/line.ts";
import { currency } from "../../state/pool.ts";
import { sayRefused } from "../../text/refused.ts";
import { say } from "../../text/say.ts";
import { account, coins, holds, lookAtBalance, wallet } from "../account.ts";
import { Field } from "../field.tsx";
import { PayIn } from "../pay_in.tsx";
import { goTo, hrefOf } from "../route.ts";
import { SignIn } from "../sign_in.tsx";
import { discardDraft, draft, unitsOf } from "./draft.ts";
import { openProject, prepare, stage } from "./funding.ts";
import { Steps } from "./steps.tsx";
import { Unpaid } from "./unpaid.tsx";

const LOOK_EVERY_MS = 3000;

export function FundStep() {
  const problem = useSignal<string | null>(null);
  const { accepted } = draft.value;
  const heard = (error: unknown) => {
    if (error instanceof Refused) problem.value = sayRefused(error);
    else if (error instanceof Error) problem.value = say("fund.failed", { why: error.message });
  };
  useEffect(() => {
    if (account.value && draft.value.tasks.length) prepare().catch(heard);
  }, [account.value]);
  return (
    <div class="screen new">
      <header>
        <Steps here="fund" />
        <h1 tabIndex={-1}>{say("fund.title")}</h1>
      </header>
      {!account.value && (
        <section class="part">
          <p class="lead">{say("fund.sign_in")}</p>
          <SignIn />
        </section>
      )}
      {problem.value && (
        <p class="field_problem" role="alert" dir="auto">
          {problem.value}
        </p>
      )}
      {account.value && accepted && <Lock problem={heard} />}
      {account.value && !accepted && !problem.value && <p class="soft">{say("fund.preparing")}</p>}
      <div class="new_bar">
        <LinkButton look="plain" href={hrefOf({ screen: "new", step: "price" })}>
          {say("new.back")}
        </LinkButton>
      </div>
    </div>
  );
}

function Lock({ problem }: { problem: (error: unknown) => void }) {
  const accepted = draft.value.accepted!;
  const most = accepted.most_that_can_be_spent;
  const typed = useSignal(String(most / 10 ** currency.value.unitDecimals));
  const deposit = unitsOf(typed.value, currency.value.unitDecimals);
  useEffect(() => {
    void lookAtBalance().catch(noteFailure);
    const timer = setInterval(() => void lookAtBalance().catch(noteFailure), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const enough = deposit !== null && holds.value !== null && holds.value >= deposit && coins.value !== 0n;
  const lock = () =>
    openProject(accepted, deposit!).then((project) => {
      discardDraft();
      goTo({ screen: "project", project, view: "board" });
    }, problem);
  return (
    <div class="new_pair">
      <div class="new_form">
        <Field
          label={say("fund.deposit", { symbol: currency.value.symbol })}
          hint={say("fund.deposit_hint")}
          problem={deposit === null ? say("price.no_price") : null}
          value={typed.value}
          mode="decimal"
          onChange={(text) => (typed.value = text)}
        />
        <Unpaid />
        {stage.value === "idle" ? (
          <Button wide disabled={!enough} onPress={() => void lock()}>
            {say("fund.lock")}
          </Button>
        ) : (
          <p class="notice_line" role="status">
            {say(`fund.stage_${stage.value}`)}
          </p>
        )}
        <p class="soft small">{say("fund.refund")}</p>
        <details>
          <summary>{say("fund.what")}</summary>
          <dl class="facts">
            <dt>{say("fund.manifest")}</dt>
            <dd>
              <bdi class="hex">{accepted.manifest_hash}</bdi>
            </dd>
            <dt>{say("fund.fee")}</dt>
            <dd>{say("fund.fee_percent", { n: accepted.fee_bps / 100 })}</dd>
            <dt>{say("fund.unopened")}</dt>
            <dd>
              <Money units={accepted.max_unopened} />
            </dd>
          </dl>
        </details>
      </div>
      {wallet.value && <PayIn short={deposit !== null && holds.value !== null && holds.value < deposit} />}
      {!wallet.value && (
        <section class="part">
          <p>{say("fund.no_wallet")}</p>
          <SignIn />
        </section>
      )}
    </div>
  );
}

