// Every answer given to a project: what it earned and why, and an appeal in one tap.

import "./answers.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { OwnAnswer } from "../model/market_wire.ts";
import { shownScore } from "../model/pay_state.ts";
import { Button, LinkButton } from "../parts/button.tsx";
import { Cents } from "../parts/money.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { noteFailure } from "../state/line.ts";
import { appeal, appealOf, loadCases, ownAnswers } from "../state/market.ts";
import { standingIn } from "../state/me.ts";
import { tell } from "../state/notices.ts";
import { locale, say } from "../text/say.ts";

const REASONS = ["right", "unclear", "instructions"] as const;

export function Answers({ project }: { project: number }) {
  const shown = useSignal<readonly OwnAnswer[]>([]);
  const summary = useSignal<string | null>(null);
  const more = useSignal(false);
  const appealing = useSignal<number | null>(null);
  const load = async () => {
    try {
      const found = await ownAnswers(project, shown.value.at(-1)?.sequence ?? null);
      shown.value = [...shown.value, ...found.answers];
      summary.value = found.summary;
      more.value = found.more;
    } catch (error) {
      noteFailure(error);
    }
  };
  useEffect(() => {
    void load();
    loadCases().catch(noteFailure);
  }, [project]);
  return (
    <div class="screen answers">
      <header>
        <h1 tabIndex={-1}>{say("answers.title")}</h1>
        <p class="lead" dir="auto">
          {standingIn(project)?.title}
        </p>
      </header>
      {summary.value && (
        <p class="soft" lang="en" dir="auto">
          {summary.value}
        </p>
      )}
      {shown.value.length === 0 && <p class="soft">{say("answers.none")}</p>}
      <ol class="answer_list">
        {shown.value.map((answer) => (
          <Row
            key={answer.sequence}
            answer={answer}
            project={project}
            onAppeal={() => (appealing.value = answer.sequence)}
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
      {appealing.value !== null && (
        <Appeal project={project} sequence={appealing.value} onClose={() => (appealing.value = null)} />
      )}
    </div>
  );
}

function Row({ answer, project, onAppeal }: { answer: OwnAnswer; project: number; onAppeal: () => void }) {
  const { sequence, state, label, score_percent, why, time_s } = answer;
  const appealed = appealOf(project, sequence);
  return (
    <li class={state}>
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
        <p class="small" lang="en" dir="auto">
          {why}
        </p>
      )}
      {appealed ? (
        <p class="small" dir="auto">
          {appealed.answer === null ? say("answers.appealed") : say("answers.answered", { text: appealed.answer })}
        </p>
      ) : (
        state === "opened" && (
          <Button look="quiet" onPress={onAppeal}>
            {say("answers.appeal")}
          </Button>
        )
      )}
    </li>
  );
}

function Appeal({ project, sequence, onClose }: { project: number; sequence: number; onClose: () => void }) {
  const give = (text: string) => {
    appeal(project, sequence, text).catch(() => tell(say("report.failed"), "bad"));
    onClose();
  };
  return (
    <Sheet title={say("answers.appeal_title")} onClose={onClose}>
      <p class="soft">{say("answers.appeal_more")}</p>
      {REASONS.map((reason) => (
        <Button key={reason} look="plain" wide onPress={() => give(say(`answers.appeal_${reason}`))}>
          {say(`answers.appeal_${reason}`)}
        </Button>
      ))}
    </Sheet>
  );
}
