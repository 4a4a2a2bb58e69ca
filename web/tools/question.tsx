// One question: choices, a tree, words, a number, stars, a pair, an order.

import type { Question as Asked } from "../model/face.ts";
import { say as speak } from "../text/say.ts";
import type { Json } from "../model/canonical.ts";
import { say, saidTo, type Work } from "../state/work.ts";
import { ChoiceButtons, PairButtons, Stars } from "./choice_buttons.tsx";
import { NumberField, TextField } from "./fields.tsx";
import { Order } from "./order.tsx";
import { Tree } from "./tree.tsx";

export interface Reply<Q extends Asked> {
  readonly work: Work;
  readonly question: Q;
  readonly said: Json | undefined;
  readonly onSay: (said: Json | null) => void;
  readonly id: string;
}

export function Question({ work, question, about }: { work: Work; question: Asked; about: string | null }) {
  const gap = work.gap.value;
  const missing = gap?.control.name === question.name && gap.about === about;
  const id = `q-${question.name}-${about ?? ""}`.replace(/[^\w-]/g, "_");
  const reply = {
    work,
    id,
    said: saidTo(work, question.name, about),
    onSay: (said: Json | null) => say(work, question, about, said),
  };
  return (
    <fieldset class={`question ${missing ? "missing" : ""}`}>
      <legend class={question.title ? "" : "offscreen"} dir="auto">
        {question.title ?? question.name}
      </legend>
      {!question.required && question.title && <span class="soft small">{speak("tool.optional")}</span>}
      <Field question={question} reply={reply} />
    </fieldset>
  );
}

type Common = Omit<Reply<Asked>, "question">;

function Field({ question, reply }: { question: Asked; reply: Common }) {
  switch (question.type) {
    case "choices":
      return <ChoiceButtons {...reply} question={question} />;
    case "taxonomy":
      return <Tree {...reply} question={question} />;
    case "textarea":
      return <TextField {...reply} question={question} />;
    case "number":
      return <NumberField {...reply} question={question} />;
    case "rating":
      return <Stars {...reply} question={question} />;
    case "pairwise":
      return <PairButtons {...reply} question={question} />;
    case "ranker":
      return <Order {...reply} question={question} />;
  }
}
