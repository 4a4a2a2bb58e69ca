// The live board.

import { Money } from "../../parts/money.tsx";
import { Progress } from "../../parts/progress.tsx";
import { say } from "../../text/say.ts";
import type * as shapes from "../shapes.ts";

export function Board({ now }: { now: shapes.Progress }) {
  const done = say("home.progress", { done: now.closed_tasks, total: now.tasks });
  const spent = now.credited + now.checkpoints.reduce((sum, { fee }) => sum + fee, 0);
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
          name={say("board.gold")}
          value={
            now.gold_answers
              ? say("price.percent", { n: Math.round((100 * now.gold_right) / now.gold_answers) })
              : "–"
          }
          more={say("board.gold_more", { n: now.gold_answers })}
        />
        <div>
          <dt>{say("board.spent")}</dt>
          <dd data-spent={spent}>
            <Money units={spent} />
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
      </dl>
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
