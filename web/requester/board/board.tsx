// The live board.

import { now_s } from "../../client/clock.ts";
import { Later, withTools } from "../../parts/later.tsx";
import { Money } from "../../parts/money.tsx";
import { Progress } from "../../parts/progress.tsx";
import { say } from "../../text/say.ts";
import type * as shapes from "../shapes.ts";
import { spanOf } from "../../text/spans.ts";
import { statistics } from "./watch.ts";

const charts = () => withTools(import("./charts.tsx").then(({ Charts }) => Charts));

export function Board({ now }: { now: shapes.Progress }) {
  const done = say("home.progress", { done: now.closed_tasks, total: now.tasks });
  const numbers = statistics.value;
  return (
    <>
      <div class="board_progress">
        <Progress done={now.closed_tasks} total={now.tasks} label={done} />
        <small>{done}</small>
      </div>
      <dl class="figures board_figures">
        <Figure name={say("board.answers")} value={say("board.count", { n: now.accepted_answers })} />
        <Figure name={say("board.labelers")} value={say("board.count", { n: now.labelers })} />
        <Figure
          name={say("board.confidence")}
          value={percent(numbers?.mean_confidence_percent)}
          more={say("board.confidence_more")}
        />
        <Figure
          name={say("board.agreement")}
          value={percent(numbers?.agreement_percent)}
          more={say("board.agreement_more")}
        />
        <Figure
          name={say("board.gold")}
          value={percent(now.gold_answers ? (100 * now.gold_right) / now.gold_answers : null)}
          more={say("board.gold_more", { n: now.gold_answers })}
        />
        <div>
          <dt>{say("board.spent")}</dt>
          <dd data-spent={numbers?.spent ?? 0}>
            <Money units={numbers?.spent ?? 0} />
          </dd>
          <dd class="soft small">
            {say("board.of_deposit")} <Money units={now.deposit} />
          </dd>
        </div>
        <div>
          <dt>{say("board.owed")}</dt>
          <dd>
            <Money units={now.owed} />
          </dd>
          <dd class="soft small">{say("board.owed_more", { n: now.checkpoints.length })}</dd>
        </div>
        <Figure
          name={say("board.left")}
          value={timeLeft(now, numbers)}
          more={isWorkedOn(now) ? say("board.left_more") : ""}
        />
      </dl>
      {numbers && <Histogram counts={numbers.confidence_histogram} />}
      {numbers && numbers.history.length > 0 && <Later load={charts} props={{ history: numbers.history }} />}
    </>
  );
}

export function Figure({ name, value, more = "" }: { name: string; value: string; more?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      {more && <dd class="soft small">{more}</dd>}
    </div>
  );
}

/** Rounded down: nothing is called surer than it is. */
function percent(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : say("price.percent", { n: Math.floor(value) });
}

function isWorkedOn({ state, closed_tasks, tasks }: shapes.Progress): boolean {
  return state === "open" && closed_tasks < tasks;
}

function timeLeft(now: shapes.Progress, numbers: shapes.Statistics | null): string {
  if (now.appeals?.until_s) return spanOf(now.appeals.until_s - now_s());
  if (!isWorkedOn(now)) return say("board.left_none");
  if (numbers?.expected_end_s == null) return "–";
  return spanOf(numbers.expected_end_s - now_s());
}

/** How many closed tasks are how sure, in ten bars. */
function Histogram({ counts }: { counts: readonly number[] }) {
  const most = Math.max(...counts, 1);
  return (
    <section class="part">
      <h2>{say("board.histogram")}</h2>
      <ol class="histogram">
        {counts.map((count, tenth) => (
          <li key={tenth}>
            <i style={{ blockSize: `${(100 * count) / most}%` }} />
            <span class="offscreen">
              {say("board.bar", { n: count, from: tenth * 10, to: tenth * 10 + 10 })}
            </span>
            <small aria-hidden="true">{tenth * 10}</small>
          </li>
        ))}
      </ol>
    </section>
  );
}
