// Every answer given to a project: what it earned and why, and an appeal in one tap.

import "./answers.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Refused } from "../client/http.ts";
import type { OwnAnswer, OwnAppeal, RateSums } from "../model/market_wire.ts";
import { shownScore } from "../model/pay_state.ts";
import { Button, LinkButton } from "../parts/button.tsx";
import { Cents, centsText } from "../parts/money.tsx";
import { useSecondsLeft } from "../parts/seconds_left.ts";
import { noteFailure } from "../state/line.ts";
import { appeal, ownAnswers } from "../state/market.ts";
import { standingIn } from "../state/me.ts";
import { tell } from "../state/notices.ts";
import { locale, say } from "../text/say.ts";
import { spanOf } from "../text/spans.ts";

export function Answers({ project }: { project: number }) {
  const shown = useSignal<readonly OwnAnswer[]>([]);
  const sums = useSignal<RateSums | null>(null);
  const until_s = useSignal<number | null>(null);
  const more = useSignal(false);
  const appealing = useSignal<number | null>(null);
  const left_s = useSecondsLeft(until_s.value);
  const askOthers = async (answer: OwnAnswer) => {
    appealing.value = answer.sequence;
    try {
      const made = await appeal(project, answer);
      const changed = { ...answer, appeal: made, appealable: false };
      shown.value = shown.value.map((one) => (one.sequence === answer.sequence ? changed : one));
    } catch (error) {
      if (error instanceof Refused) tell(say.refusal(error.code, error.message), "bad");
      else noteFailure(error);
    } finally {
      appealing.value = null;
    }
  };
  const load = async () => {
    try {
      const found = await ownAnswers(project, shown.value.at(-1)?.sequence ?? null);
      shown.value = [...shown.value, ...found.answers];
      sums.value = found.sums;
      until_s.value = found.appeals_until_s;
      more.value = found.more;
    } catch (error) {
      noteFailure(error);
    }
  };
  useEffect(() => void load(), [project]);
  return (
    <div class="screen answers">
      <header>
        <h1 tabIndex={-1}>{say("answers.title")}</h1>
        <p class="lead" dir="auto">
          {standingIn(project)?.title}
        </p>
      </header>
      {sums.value && (
        <div class="soft answer_sums">
          {sumsOf(sums.value).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
      {shown.value.some(({ state }) => state === "scored") && <p class="soft">{say("answers.sealed")}</p>}
      {shown.value.some(({ appealable }) => appealable) && <p class="appeal_time">{appealTime(left_s)}</p>}
      {shown.value.length === 0 && <p class="soft">{say("answers.none")}</p>}
      <ol class="answer_list">
        {shown.value.map((answer) => (
          <Row
            key={answer.sequence}
            answer={answer}
            busy={appealing.value === answer.sequence}
            late={left_s === 0}
            onAppeal={() => void askOthers(answer)}
          />
        ))}
      </ol>
      <div class="desk_ways">
        {more.value && (
          <Button look="plain" onPress={() => void load()}>
            {say("answers.more")}
          </Button>
        )}
        <LinkButton look="quiet" href="#/earnings">
          {say("earnings.title")}
        </LinkButton>
      </div>
    </div>
  );
}

/** Until when one can appeal; null where that is not known yet. */
function appealTime(left_s: number | null): string {
  if (left_s === null) return say("answers.appeal_running");
  return left_s > 0 ? say("answers.appeal_left", { span: spanOf(left_s) }) : say("answers.appeal_over");
}

interface RowProps {
  readonly answer: OwnAnswer;
  /** An appeal against it is on its way. */
  readonly busy: boolean;
  /** The time to appeal is over. */
  readonly late: boolean;
  readonly onAppeal: () => void;
}

function Row({ answer, busy, late, onAppeal }: RowProps) {
  const { sequence, state, label, score_percent, time_s, wrong } = answer;
  const why = whyOf(answer);
  return (
    <li class={wrong ? `${state} wrong` : state}>
      <b>{say("answers.number", { n: sequence })}</b>
      <Cents units={answer.pay ?? answer.increment} />
      <small class="soft">
        {[
          new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "short" }).format(time_s * 1000),
          say(`answers.${state}`),
          label !== null && say("answers.said", { label }),
          score_percent !== null && say("earnings.score", { percent: shownScore(score_percent) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </small>
      {why && (
        <p class="small" dir="auto">
          {why}
        </p>
      )}
      {answer.appeal && <p class="small appeal">{outcome(answer.appeal)}</p>}
      {answer.appealable && !late && (
        <Button look="plain" disabled={busy} onPress={onAppeal}>
          {say("answers.appeal")}
        </Button>
      )}
    </li>
  );
}

/** The way from the scores to the rate, a sentence each. */
function sumsOf({ rate_32nds, alike, gold_answers, gold_right, ...found }: RateSums): string[] {
  const percent = new Intl.NumberFormat(locale, { style: "percent" });
  const whole = (hundredths: number) => percent.format(hundredths / 100);
  return [
    say("answers.sum_count", { n: found.answers }),
    rate_32nds === null
      ? say("answers.sum_few", { n: found.minimum_answers })
      : say("answers.sum_rate", {
          score: whole(found.score_percent),
          off: whole(found.deduction_percent),
          left: whole(found.left_percent),
          full: whole(found.full_pay_score_percent),
          rate: whole((rate_32nds * 100) / 32),
        }),
    gold_answers > 0 && say("answers.sum_gold", { right: gold_right, n: gold_answers }),
    alike > 0 && say("answers.sum_alike", { n: alike }),
  ].filter((sentence) => sentence !== false);
}

/** What came of asking others. */
function outcome({ state, asked, answered, gained }: OwnAppeal): string {
  if (state === "asking") return say("answers.asking", { done: answered, n: asked });
  if (state === "disagreed") return say("answers.disagreed");
  return gained ? say("answers.agreed", { sum: centsText(gained) }) : say("answers.agreed_only");
}

/** What the answer was compared with, in words. */
function whyOf({ evidence }: OwnAnswer): string | null {
  if (!evidence) return null;
  const { said, implied, implied_percent, known, doubted } = evidence;
  const first = say("answers.why_said", { said });
  if (implied === null) return `${first} ${say("answers.why_alone")}`;
  const against = known
    ? say("answers.why_known", { implied })
    : say("answers.why_others", { implied, percent: implied_percent });
  return [first, ...(doubted ? [say("answers.why_doubted")] : []), against].join(" ");
}
