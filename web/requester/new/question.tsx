// Step one: what is asked, with the task beside it as labelers will see it.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Refused } from "../../client/http.ts";
import type { Json } from "../../model/canonical.ts";
import type { Face } from "../../model/face.ts";
import { simpleIn } from "../../model/simple_config.ts";
import { LinkButton } from "../../parts/button.tsx";
import { Later, withTools } from "../../parts/later.tsx";
import { sayRefused } from "../../text/refused.ts";
import { say, type Sentence } from "../../text/say.ts";
import { post } from "../api.ts";
import { Field } from "../field.tsx";
import { hrefOf } from "../route.ts";
import * as shapes from "../shapes.ts";
import { ConfigEditor, type Problem } from "./config_editor.tsx";
import { change, draft } from "./draft.ts";
import { SimpleFields } from "./simple_fields.tsx";
import { Steps } from "./steps.tsx";

const PAUSE_MS = 250;

/** There the whole text has room beside what labelers see. */
const wide = matchMedia("(min-width: 60rem)");

const preview = () => withTools(import("./preview.tsx").then(({ Preview }) => Preview));

export function QuestionStep() {
  const seen = useSignal<{ readonly config: string; readonly preview: shapes.Preview } | null>(null);
  const problem = useSignal<Problem | null>(null);
  const side = useSignal<"form" | "preview">("form");
  const { config, title, instructions } = draft.value;
  useEffect(() => {
    if (!config.trim()) return;
    const timer = setTimeout(() => {
      post("/api/preview", { config }, shapes.preview).then(
        (found) => {
          problem.value = null;
          seen.value = { config, preview: found };
        },
        (error: unknown) => (problem.value = problemOf(error)),
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [config]);
  const fits = seen.value?.config === config && !problem.value;
  const unpaid = fits ? seen.value!.preview.unpaid : null;
  const whole = fits && title.trim() !== "";
  return (
    <div class="screen new">
      <header>
        <Steps here="question" />
        <h1 tabIndex={-1}>{say("question.title")}</h1>
      </header>
      <div class="orders sides" role="group" aria-label={say("question.sides")}>
        {(["form", "preview"] as const).map((name) => (
          <button key={name} type="button" aria-pressed={side.value === name} onClick={() => (side.value = name)}>
            {say(name === "form" ? "question.side_form" : "preview.title")}
          </button>
        ))}
      </div>
      <div class={`new_pair only_${side.value}`}>
        <div class="new_form">
          <Field
            label={say("question.name")}
            hint={say("question.name_hint")}
            value={title}
            onChange={(text) => change({ title: text })}
          />
          <Field
            label={say("question.instructions")}
            hint={say("question.instructions_hint")}
            value={instructions}
            lines={5}
            onChange={(text) => change({ instructions: text })}
          />
          <SimpleFields config={config} onChange={(text) => change({ config: text })} />
          <details class="config_whole" open={wide.matches || !isSimple(config) || problem.value !== null}>
            <summary>{say("question.whole")}</summary>
            <ConfigEditor
              value={config}
              problem={problem.value}
              onChange={(text) => change({ config: text })}
            />
          </details>
          {unpaid && (
            <p class="notice_line" role="status">
              {say("question.not_payable")} {say(`question.unpaid_${unpaid.reason}` as Sentence, { tag: unpaid.tag })}
            </p>
          )}
        </div>
        <section class="preview" aria-label={say("preview.title")}>
          <h2>{say("preview.title")}</h2>
          <p class="soft small">{say("preview.more")}</p>
          <div class="preview_frame">
            {seen.value && (
              <Later
                key={seen.value.config}
                load={preview}
                props={{
                  config: seen.value.config,
                  face: seen.value.preview.face,
                  data: dataFor(seen.value.preview.face),
                }}
              />
            )}
          </div>
        </section>
      </div>
      <div class="new_bar">
        <LinkButton look="plain" href={hrefOf({ screen: "templates" })}>
          {say("question.other_template")}
        </LinkButton>
        {whole ? (
          <LinkButton href={hrefOf({ screen: "new", step: "tasks" })}>{say("new.next")}</LinkButton>
        ) : (
          <p class="soft small">{say("question.missing")}</p>
        )}
      </div>
    </div>
  );
}

function isSimple(config: string): boolean {
  return simpleIn(config).lists.length > 0;
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof Refused)) return { said: say("line.no_server"), line: null };
  const { line } = error.details;
  return { said: sayRefused(error), line: typeof line === "number" ? line : null };
}

/** The first task; else the template's; else something of each kind. */
function dataFor(face: Face): Readonly<Record<string, Json>> {
  const known = draft.value.tasks[0]?.data ?? draft.value.sample ?? {};
  return Object.fromEntries(
    face.objects.map(({ field, kind }) => [field, known[field] ?? standIn(kind)]),
  );
}

function standIn(kind: Face["objects"][number]["kind"]): Json {
  const words = say("preview.sample_text");
  if (kind === "hypertext") return `<p>${words}</p>`;
  if (kind === "paragraphs") return [{ author: "A", text: words }];
  if (kind === "chat") return [{ role: "user", content: words }];
  if (kind === "list") return ["A", "B", "C"].map((title) => ({ id: title, title, body: words }));
  return words;
}
