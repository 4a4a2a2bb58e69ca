// Step two: the tasks, and the right answers of some of them.

import { useSignal } from "@preact/signals";
import type { Json } from "../../model/canonical.ts";
import { Button, LinkButton } from "../../parts/button.tsx";
import { FileButton } from "../../parts/file_button.tsx";
import { Progress } from "../../parts/progress.tsx";
import { noteFailure } from "../../state/line.ts";
import { say } from "../../text/say.ts";
import { account } from "../account.ts";
import { Field } from "../field.tsx";
import { hrefOf } from "../route.ts";
import { SignIn } from "../sign_in.tsx";
import { change, draft } from "./draft.ts";
import { choose, chooseGold, chosen, columns, problem, readChosen, uploading } from "./files.ts";
import { Steps } from "./steps.tsx";
import { templateOf } from "./templates.ts";
import { Unpaid } from "./unpaid.tsx";

const SHOWN = 5;
const LONGEST = 120;
const SETTLED_MS = 500;
let typing: ReturnType<typeof setTimeout> | undefined;

export function TasksStep() {
  const { tasks, gold, label_field } = draft.value;
  const samples = templateOf(draft.value.template)?.tasks ?? [];
  const onLabelField = (text: string, pause_ms = SETTLED_MS) => {
    change({ label_field: text });
    clearTimeout(typing);
    typing = setTimeout(() => void readChosen().catch(noteFailure), pause_ms);
  };
  const useSamples = () => {
    const template = templateOf(draft.value.template)!;
    change({ tasks: template.tasks, gold: [] });
  };
  return (
    <div class="screen new">
      <header>
        <Steps here="tasks" />
        <h1 tabIndex={-1}>{say("tasks.title")}</h1>
        <p class="lead">{say("tasks.lead")}</p>
      </header>
      <div class="new_pair">
        <div class="new_form">
          {account.value ? (
            <Drop />
          ) : (
            <section class="part">
              <p>{say("tasks.sign_in")}</p>
              <SignIn />
            </section>
          )}
          {samples.length > 0 && (
            <div>
              <Button look="plain" onPress={useSamples}>
                {say("tasks.samples", { n: samples.length })}
              </Button>
            </div>
          )}
          <Uploading />
          <Columns chosen={label_field} onChoose={(name) => onLabelField(name, 0)} />
          <p class="field_problem" role="alert" dir="auto">
            {problem.value}
          </p>
          <h2>{say("tasks.gold")}</h2>
          <p class="soft">{say("tasks.gold_more")}</p>
          {!columns.value.length && (
            <Field
              label={say("tasks.label_field")}
              hint={say("tasks.label_field_hint")}
              value={label_field}
              onChange={onLabelField}
            />
          )}
          <FileButton
            text={say("tasks.gold_file")}
            accept=".csv,.jsonl,.ndjson"
            onFiles={([file]) => void chooseGold(file ?? null).catch(noteFailure)}
          />
          {chosen.value.gold && <bdi class="soft small">{chosen.value.gold.name}</bdi>}
        </div>
        <section class="found" aria-live="polite">
          <h2>{say("tasks.found", { n: tasks.length })}</h2>
          <p class="soft">{say("tasks.found_gold", { n: gold.length })}</p>
          {tasks.length > 0 && <Unpaid />}
          <Few tasks={tasks} gold={new Map(gold.map(({ key, answer }) => [key, answer]))} />
        </section>
      </div>
      <div class="new_bar">
        <LinkButton look="plain" href={hrefOf({ screen: "new", step: "question" })}>
          {say("new.back")}
        </LinkButton>
        {tasks.length > 0 ? (
          <LinkButton href={hrefOf({ screen: "new", step: "price" })}>{say("new.next")}</LinkButton>
        ) : (
          <p class="soft small">{say("tasks.missing")}</p>
        )}
      </div>
    </div>
  );
}

/** The columns that no labeler is shown, to pick the one with the right answers. */
function Columns({ chosen: label, onChoose }: { chosen: string; onChoose: (name: string) => void }) {
  const shown = draft.value.config;
  const names = columns.value.filter((name) => name !== "key" && !shown.includes(`"$${name}"`));
  if (!names.length) return null;
  return (
    <fieldset class="columns">
      <legend>{say("tasks.columns")}</legend>
      <div class="orders">
        {names.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === label}
            onClick={() => onChoose(name === label ? "" : name)}
          >
            <bdi>{name}</bdi>
          </button>
        ))}
      </div>
      <p class="soft small">{say("tasks.label_field_hint")}</p>
    </fieldset>
  );
}

function Drop() {
  const over = useSignal(false);
  const take = (files: readonly File[]) => void choose(files).catch(noteFailure);
  return (
    <div
      class={`drop ${over.value ? "over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => (over.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        take([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <p>{say("tasks.drop")}</p>
      <div class="drop_ways">
        <FileButton text={say("tasks.files")} multiple onFiles={take} />
        <FileButton text={say("tasks.folder")} folder onFiles={take} />
      </div>
      <p class="soft small">{say("tasks.kinds")}</p>
    </div>
  );
}

function Uploading() {
  const now = uploading.value;
  if (!now?.all) return null;
  const words = say("tasks.uploading", { done: now.done, all: now.all });
  return (
    <div role="status">
      <Progress done={now.done} total={now.all} label={words} />
      <small>{words}</small>
    </div>
  );
}

function Few({ tasks, gold }: { tasks: typeof draft.value.tasks; gold: ReadonlyMap<string, Json> }) {
  return (
    <ul class="few">
      {tasks.slice(0, SHOWN).map(({ key, data }) => (
        <li key={key}>
          <b dir="auto">{key}</b>
          <span dir="auto">{shortened(data)}</span>
          {gold.has(key) && <small>{say("tasks.is_gold")}</small>}
        </li>
      ))}
      {tasks.length > SHOWN && <li class="soft">{say("tasks.more", { n: tasks.length - SHOWN })}</li>}
    </ul>
  );
}

function shortened(data: Readonly<Record<string, Json>>): string {
  const words = Object.values(data).map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  const whole = words.join(" · ");
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
}
