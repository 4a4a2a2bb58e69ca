// Tasks and their labels; those that labelers disagree about first, if wanted.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Json } from "../../model/canonical.ts";
import { Button } from "../../parts/button.tsx";
import { noteFailure } from "../../state/line.ts";
import { say } from "../../text/say.ts";
import { ask } from "../api.ts";
import { hrefOf } from "../route.ts";
import * as shapes from "../shapes.ts";
import { Media } from "./media.tsx";

const AT_ONCE = 30;
const LOOK_EVERY_MS = 4000;
const ORDERS = ["disagreement", "newest", "given"] as const;
type Order = (typeof ORDERS)[number];

export function Tasks({ now }: { now: shapes.Progress }) {
  const order = useSignal<Order>("disagreement");
  const offset = useSignal(0);
  const page = useSignal<{ readonly total: number; readonly tasks: readonly shapes.TaskNumbers[] } | null>(null);
  useEffect(() => {
    const path = `/api/projects/${now.project}/tasks?order=${order.value}&offset=${offset.value}&limit=${AT_ONCE}`;
    const look = () => ask(path, shapes.taskPage).then((found) => (page.value = found), noteFailure);
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [now.project, order.value, offset.value]);
  const choose = (next: Order) => {
    order.value = next;
    offset.value = 0;
  };
  const { total, tasks } = page.value ?? { total: 0, tasks: [] };
  return (
    <section class="part">
      <div class="orders" role="group" aria-label={say("task_list.order")}>
        {ORDERS.map((name) => (
          <button key={name} type="button" aria-pressed={order.value === name} onClick={() => choose(name)}>
            {say(`task_list.order_${name}`)}
          </button>
        ))}
      </div>
      {page.value && tasks.length === 0 && <p class="soft">{say("task_list.none")}</p>}
      <ul class="task_list">
        {tasks.map((task) => (
          <Row key={task.task} project={now.project} task={task} />
        ))}
      </ul>
      {total > AT_ONCE && (
        <div class="pager">
          <Button look="plain" disabled={offset.value === 0} onPress={() => (offset.value -= AT_ONCE)}>
            {say("task_list.before")}
          </Button>
          <span>{say("task_list.range", { from: offset.value + 1, to: offset.value + tasks.length, total })}</span>
          <Button
            look="plain"
            disabled={offset.value + AT_ONCE >= total}
            onPress={() => (offset.value += AT_ONCE)}
          >
            {say("task_list.after")}
          </Button>
        </div>
      )}
    </section>
  );
}

function Row({ project, task }: { project: number; task: shapes.TaskNumbers }) {
  return (
    <li>
      <a href={hrefOf({ screen: "task", project, task: task.task })}>
        <Media project={project} data={task.data} small />
        <span class="task_name">
          <b dir="auto">{task.key}</b>
          <small dir="auto">{wordsOf(task.data)}</small>
        </span>
        <span class="task_label">
          <b dir="auto">{task.label ?? say("task_list.no_label")}</b>
          <small>{factsOf(task).join(" · ")}</small>
        </span>
      </a>
    </li>
  );
}

export function factsOf({ state, answers, confidence_percent, gold }: shapes.TaskNumbers): string[] {
  return [
    say("task_list.answers", { n: answers }),
    ...(confidence_percent === null ? [] : [say("task_list.sure", { n: Math.floor(confidence_percent) })]),
    ...(state === "open" ? [say("task_list.open")] : []),
    ...(gold ? [say("tasks.is_gold")] : []),
  ];
}

const LONGEST = 140;

/** The texts of a task, cut short. */
export function wordsOf(data: Readonly<Record<string, Json>>): string {
  const texts = Object.values(data).filter(
    (value): value is string => typeof value === "string" && !value.startsWith("media/"),
  );
  const whole = texts.join(" · ");
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
}
