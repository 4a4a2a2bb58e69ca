// Ending a project: close it, take what is left, check it.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { now_s } from "../../client/clock.ts";
import { projectState, projectStateIn, refund, requestClose, type ProjectState } from "../../model/pool_calls.ts";
import { Button, LinkButton } from "../../parts/button.tsx";
import { Copyable } from "../../parts/copyable.tsx";
import { Money } from "../../parts/money.tsx";
import { Sheet } from "../../parts/sheet.tsx";
import { noteFailure } from "../../state/line.ts";
import { tell } from "../../state/notices.ts";
import { requirePool } from "../../state/pool.ts";
import { sayFailed } from "../../text/refused.ts";
import { say } from "../../text/say.ts";
import { call, execute, wallet } from "../account.ts";
import type * as shapes from "../shapes.ts";
import { spanOf } from "../../text/spans.ts";
import { Exports } from "./exports.tsx";
import { TopUp } from "./top_up.tsx";

const LOOK_EVERY_MS = 3000;

export function Finish({ now }: { now: shapes.Progress }) {
  return (
    <div class="finish">
      <div class="finish_side">
        <Exports now={now} />
        <Check now={now} />
      </div>
      <Close now={now} />
    </div>
  );
}

function Check({ now }: { now: shapes.Progress }) {
  return (
    <section class="part">
      <h2>{say("finish.verify")}</h2>
      <p class="soft">{say("finish.verify_more")}</p>
      <div>
        <LinkButton look="plain" href={`../verify/#${now.project}`}>
          {say("finish.verify_here")}
        </LinkButton>
      </div>
      <p class="soft small">{say("finish.verify_command")}</p>
      <Copyable text={`labelfield verify ${now.project}`} label={say("finish.command")} />
    </section>
  );
}

/** Notice first, the refund when it is over: both are the requester's transactions. */
function Close({ now }: { now: shapes.Progress }) {
  const state = useSignal<ProjectState | null>(null);
  const busy = useSignal(false);
  const sure = useSignal(false);
  const { pool } = requirePool();
  const look = () =>
    void call(projectState(pool, now.project)).then((data) => (state.value = projectStateIn(data)), noteFailure);
  useEffect(() => {
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [now.project]);
  const send = async (wanted: ReturnType<typeof refund>) => {
    busy.value = true;
    sure.value = false;
    try {
      await execute(wanted);
      state.value = projectStateIn(await call(projectState(pool, now.project)));
    } catch (error) {
      tell(say("fund.failed", { why: sayFailed(error) }), "bad");
    } finally {
      busy.value = false;
    }
  };
  if (!state.value) return <p class="soft">{say("app.loading")}</p>;
  const { closes_at_s, refunded, requester, deposit, credited, fees } = state.value;
  const rest = deposit - credited - fees;
  const mine = wallet.value?.address === requester;
  const wait_s = closes_at_s - now_s();
  return (
    <div class="finish_side">
      {mine && !closes_at_s && now.state === "open" && <TopUp project={now.project} onPaid={look} />}
      <section class="part">
        <h2>{say("finish.close")}</h2>
        {refunded && <p>{say("finish.refunded")}</p>}
        {!refunded && (
          <p class="soft">
            {say("finish.rest")} <Money units={rest} />
          </p>
        )}
        {!mine && !refunded && <p class="notice_line">{say("finish.not_mine")}</p>}
        {mine && !closes_at_s && (
          <div>
            <Button look="plain" disabled={busy.value} onPress={() => (sure.value = true)}>
              {say("finish.close_button")}
            </Button>
          </div>
        )}
        {!refunded && closes_at_s > 0 && wait_s > 0 && (
          <p class="notice_line" role="status">
            {say("finish.notice", { span: spanOf(wait_s) })}
          </p>
        )}
        {mine && !refunded && closes_at_s > 0 && wait_s <= 0 && (
          <div>
            <Button disabled={busy.value} onPress={() => void send(refund(pool, now.project))}>
              {say("finish.refund_button")}
            </Button>
          </div>
        )}
        {sure.value && (
          <Sheet title={say("finish.sure")} onClose={() => (sure.value = false)}>
            <p>{say("finish.sure_more")}</p>
            <Button look="bad" wide onPress={() => void send(requestClose(pool, now.project))}>
              {say("finish.close_button")}
            </Button>
          </Sheet>
        )}
      </section>
    </div>
  );
}
