// A task of any kind: what is shown, what can be marked on it, what is asked.

import type { ComponentType } from "preact";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { questionsIn, regionsIn, type Face, type Question, type ShownObject } from "../model/face.ts";
import { isObject, sheetOf } from "../model/prediction.ts";
import { placesOf } from "../model/sheet.ts";
import { openWork, type Task, type Work } from "../state/work.ts";
import { say } from "../text/say.ts";
import { watchKeys } from "./act.ts";
import { Bar } from "./bar.tsx";
import { Labels } from "./labels.tsx";
import { Lines } from "./lines.tsx";
import { Question as QuestionField } from "./question.tsx";
import { RegionList } from "./region_list.tsx";

export interface Tool {
  readonly work: Work;
  readonly object: ShownObject;
}

/** What draws an object; each kind is fetched when a task first needs it. */
const TOOLS: Partial<Record<ShownObject["kind"], () => Promise<ComponentType<Tool>>>> = {
  image: () => import("./picture.tsx").then((tool) => tool.Picture),
  text: () => import("./plain_text.tsx").then((tool) => tool.PlainText),
  paragraphs: () => import("./plain_text.tsx").then((tool) => tool.Paragraphs),
  hypertext: () => import("./hypertext.tsx").then((tool) => tool.HyperText),
  audio: () => import("./sound.tsx").then((tool) => tool.Sound),
  video: () => import("./film.tsx").then((tool) => tool.Film),
};

const loaded = new Map<ShownObject["kind"], ComponentType<Tool>>();

type Ways = {
  readonly onSkip?: (() => void) | undefined;
  readonly onInstructions?: (() => void) | undefined;
  readonly onTakeBack?: (() => void) | undefined;
};

export function Editor(task: Task & Ways) {
  return <OneTask key={task.id} {...task} />;
}

function OneTask(task: Task & Ways) {
  const work = useMemo(() => openWork({ ...task, begin: task.begin ?? predicted(task) }), []);
  useEffect(() => watchKeys(work, task.onSkip, task.onTakeBack), [work, task.onTakeBack]);
  const { face } = task;
  const questions = questionsIn(face);
  const marked = regionsIn(face);
  return (
    <div class={`editor ${isStacked(face) ? "stacked" : ""}`} data-task={task.id}>
      {face.headers.map((header) => (
        <p key={header} class="stage_header" dir="auto">
          {header}
        </p>
      ))}
      {marked.length > 0 && <Labels work={work} />}
      <div class="editor_body">
        <div class={`objects ${face.objects.length === 2 ? "two" : ""}`}>
          {face.objects.map((object) => (
            <Shown key={object.name} work={work} object={object} />
          ))}
        </div>
        <div class="editor_side">
          <Asked work={work} questions={questions.filter(({ per_region }) => !per_region)} />
          {marked.length > 0 && (
            <RegionList work={work} questions={questions.filter(({ per_region }) => per_region)} />
          )}
        </div>
      </div>
      <Bar
        work={work}
        onSkip={task.onSkip}
        onInstructions={task.onInstructions}
        onTakeBack={task.onTakeBack}
      />
    </div>
  );
}

/** What a model said of the task beforehand, if it comes with the task. */
function predicted({ face, data }: Task) {
  const { prediction } = data;
  return isObject(prediction) ? sheetOf(face, prediction["result"]) : undefined;
}

/** Lists and pairs: the question is the object, or stands beneath both. */
function isStacked({ objects, controls }: Face): boolean {
  return objects.every(({ kind }) => kind === "list") || controls.some(({ type }) => type === "pairwise");
}

function Shown({ work, object }: Tool) {
  const ready = useSignal(loaded.has(object.kind));
  const failed = useSignal(false);
  const load = TOOLS[object.kind];
  useEffect(() => {
    if (ready.value) return;
    load?.().then(
      (tool) => {
        loaded.set(object.kind, tool);
        ready.value = true;
      },
      () => (failed.value = true),
    );
  }, [object]);
  if (failed.value) return <p class="stage_failed">{say("tool.failed")}</p>;
  if (!load) return <Lines work={work} object={object} />;
  const Part = loaded.get(object.kind);
  return ready.value && Part ? (
    <Part work={work} object={object} />
  ) : (
    <p class="soft">{say("app.loading")}</p>
  );
}

function Asked({ work, questions }: { work: Work; questions: readonly Question[] }) {
  return (
    <>
      {questions.map((question) =>
        placesOf(work.face, work.sheet.value, question).map((about) => (
          <QuestionField key={question.name} work={work} question={question} about={about} />
        )),
      )}
    </>
  );
}
