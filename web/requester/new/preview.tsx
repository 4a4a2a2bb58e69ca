// A task as labelers see it: the same screens, the same editors, the same check of the answer.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Json } from "../../model/canonical.ts";
import { marks, type Face } from "../../model/face.ts";
import type { Hash } from "../../model/hex.ts";
import { CannotShow, isPlain, mediaIn, SAMPLES } from "../../model/tasks.ts";
import type { Lease, Project } from "../../model/wire.ts";
import { Button } from "../../parts/button.tsx";
import { Choices } from "../../screens/label/choices.tsx";
import { Stage } from "../../screens/label/stage.tsx";
import { tryOut } from "../../state/desk.ts";
import { sayFailed } from "../../text/refused.ts";
import { say } from "../../text/say.ts";
import { Editor } from "../../tools/editor.tsx";
import { post } from "../api.ts";
import { sampleFiles } from "./templates.ts";

export interface Looked {
  readonly config: string;
  readonly face: Face;
  readonly data: Readonly<Record<string, Json>>;
}

/** Files are asked for by their hash alone, so any project's number serves before there is one. */
const ANY_PROJECT = 1;
const NO_TASK = `0x${"00".repeat(32)}` as Hash;

export function Preview(looked: Looked) {
  const answer = useSignal<Json | null>(null);
  const verdict = useSignal<string | null>(null);
  const round = useSignal(0);
  const hear = (result: Json) => {
    answer.value = result;
    const { config, data } = looked;
    post("/api/preview/answers", { config, data, answer: result }, () => null).then(
      () => (verdict.value = say("preview.valid")),
      (error: unknown) => (verdict.value = say("preview.refused", { why: sayFailed(error) })),
    );
  };
  const again = () => {
    answer.value = verdict.value = null;
    round.value++;
  };
  if (answer.value)
    return (
      <div class="preview_heard" role="status">
        <p>{verdict.value ?? say("app.loading")}</p>
        <details>
          <summary>{say("preview.answer")}</summary>
          <pre dir="ltr" tabIndex={0}>
            {JSON.stringify(answer.value, null, 1).slice(0, 4000)}
          </pre>
        </details>
        <Button look="plain" onPress={again}>
          {say("preview.again")}
        </Button>
      </div>
    );
  const shown = projectOf(looked);
  if (isPlain(shown)) return <Plain key={round.value} shown={shown} looked={looked} hear={hear} />;
  return (
    <Editor
      id={`${round.value}${looked.config}`}
      face={looked.face}
      data={looked.data}
      urlOf={urlOf}
      onResult={hear}
    />
  );
}

function Plain({ shown, looked, hear }: { shown: Project; looked: Looked; hear: (answer: Json) => void }) {
  const open = useSignal(false);
  useEffect(() => {
    const lease: Lease = { task: NO_TASK, data: looked.data, expires_s: Number.MAX_SAFE_INTEGER };
    const end = tryOut(shown, lease, hear);
    open.value = true;
    return end;
  }, [looked.config, looked.data]);
  if (!open.value) return null;
  return (
    <>
      <Stage />
      <div class="desk_bar">
        <Choices onSkip={() => undefined} />
      </div>
    </>
  );
}

/** The project as labelers would get it, as far as its screens ask. */
function projectOf({ face, data }: Looked): Project {
  const objects = [
    ...face.headers.map((field, place) => ({ name: `header${place}`, kind: "header" as const, field })),
    ...face.objects.map(({ name, kind, field }) => ({ name, kind, field })),
  ];
  const controls = face.controls.flatMap((control) =>
    !marks(control) && control.type === "choices"
      ? [
          {
            name: control.name,
            to_name: control.to_name,
            kind: "choices" as const,
            choices: control.choices.map(({ value, title, hotkey }) => ({ value, title, hotkey })),
          },
        ]
      : [],
  );
  return {
    project: isSample(data) ? SAMPLES : ANY_PROJECT,
    title: "",
    state: "open",
    kind: "text",
    price: 0,
    tasks: 1,
    closed_tasks: 0,
    accepted_answers: 0,
    reserved: false,
    disputes: 0,
    instructions: "",
    objects,
    controls,
    face,
    minimum_answers: 0,
  };
}

function isSample(data: Looked["data"]): boolean {
  const known = sampleFiles();
  return Object.values(data).some((value) => known.has(String(value).replace(/^media\//, "")));
}

function urlOf(file: string): string {
  try {
    return mediaIn(isSample({ file }) ? SAMPLES : ANY_PROJECT, file);
  } catch (error) {
    if (error instanceof CannotShow) return "";
    throw error;
  }
}
