// One task with everything that is known of it.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { wordsOfAnswer } from "../../model/answer_words.ts";
import type { Json } from "../../model/canonical.ts";
import { Cents } from "../../parts/money.tsx";
import { noteFailure } from "../../state/line.ts";
import { say } from "../../text/say.ts";
import { ask } from "../api.ts";
import { hrefOf } from "../route.ts";
import * as shapes from "../shapes.ts";
import { momentOf } from "../../text/spans.ts";
import { Media } from "./media.tsx";
import { factsOf } from "./tasks.tsx";

const LOOK_EVERY_MS = 4000;

export function TaskScreen({ project, task }: { project: number; task: string }) {
  const found = useSignal<shapes.TaskDetails | null>(null);
  const missing = useSignal(false);
  useEffect(() => {
    const look = () =>
      ask(`/api/projects/${project}/tasks/${task}`, shapes.taskDetails).then(
        (details) => (found.value = details),
        (error: unknown) => (missing.value = !noteFailure(error)),
      );
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [project, task]);
  const now = found.value;
  return (
    <div class="screen">
      <header>
        <p>
          <a class="way_up" href={hrefOf({ screen: "project", project, view: "tasks" })}>
            {say("task.all", { n: project })}
          </a>
        </p>
        <h1 tabIndex={-1} dir="auto">
          {now?.key ?? say(missing.value ? "task.missing" : "app.loading")}
        </h1>
      </header>
      {now && <Known project={project} now={now} />}
    </div>
  );
}

function Known({ project, now }: { project: number; now: shapes.TaskDetails }) {
  return (
    <div class="new_pair">
      <section class="part">
        <h2>{say("task.shown")}</h2>
        <Media project={project} data={now.data} />
        <dl class="facts">
          {Object.entries(now.data).map(([field, value]) => (
            <div key={field}>
              <dt dir="auto">{field}</dt>
              <dd dir="auto">{spelled(value)}</dd>
            </div>
          ))}
          <div>
            <dt>{say("task.id")}</dt>
            <dd class="hex">{now.task}</dd>
          </div>
        </dl>
      </section>
      <section class="part">
        <h2>{say("task.label")}</h2>
        <p class="task_verdict" dir="auto">
          {now.label ?? say("task_list.no_label")}
        </p>
        <p class="soft">{factsOf(now).join(" · ")}</p>
        {now.gold_answer !== null && (
          <p>
            {say("task.gold")} <bdi>{wordsOfAnswer(now.gold_answer) ?? spelled(now.gold_answer)}</bdi>
          </p>
        )}
        <Votes now={now} />
      </section>
    </div>
  );
}

function Votes({ now }: { now: shapes.TaskDetails }) {
  if (!now.votes.length) return <p class="notice_line">{say(now.answers ? "task.sealed" : "task.none")}</p>;
  return (
    <>
      <h2>{say("task.answers")}</h2>
      <ol class="votes">
        {now.votes.map((vote) => (
          <li key={vote.position} class={vote.label === null ? "" : vote.label === now.label ? "agrees" : "differs"}>
            <b dir="auto">{vote.label ?? wordsOfAnswer(vote.answer) ?? spelled(vote.answer)}</b>
            <small>
              <bdi>{vote.name}</bdi> · {momentOf(vote.time_s)}
              {vote.increment > 0 && (
                <>
                  {" "}
                  · +<Cents units={vote.increment} />
                </>
              )}
            </small>
            {vote.label === null && (
              <details>
                <summary>{say("task.whole_answer")}</summary>
                <pre class="hex" dir="ltr" tabIndex={0}>
                  {JSON.stringify(vote.answer, null, 1).slice(0, LONGEST_ANSWER)}
                </pre>
              </details>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

const LONGEST = 600;
const LONGEST_ANSWER = 4000;

function spelled(value: Json): string {
  const whole = typeof value === "string" ? value : JSON.stringify(value);
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
}
