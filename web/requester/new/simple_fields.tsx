// The question and what can be chosen, as fields: enough for most projects, and fit for a phone.

import { useSignal } from "@preact/signals";
import { simpleIn, withOptions, withQuestion, type Options } from "../../model/simple_config.ts";
import { say } from "../../text/say.ts";
import { Field } from "../field.tsx";

export function SimpleFields({ config, onChange }: { config: string; onChange: (config: string) => void }) {
  const { question, lists } = simpleIn(config);
  return (
    <>
      {question !== null && (
        <Field
          label={say("question.ask")}
          value={question}
          onChange={(text) => onChange(withQuestion(config, text))}
        />
      )}
      {lists.map((list) => (
        <OptionsField
          key={list.control}
          list={list}
          onChange={(values) => onChange(withOptions(config, list.control, values))}
        />
      ))}
    </>
  );
}

/** One option a line; what is typed stands as it is while it says the same as the config. */
function OptionsField({ list, onChange }: { list: Options; onChange: (values: readonly string[]) => void }) {
  const typed = useSignal(list.values.join("\n"));
  const same = linesOf(typed.value).join("\n") === list.values.join("\n");
  const text = same || !linesOf(typed.value).length ? typed.value : list.values.join("\n");
  return (
    <Field
      label={say("question.options", { name: list.control })}
      hint={say("question.options_hint")}
      problem={linesOf(text).length ? null : say("question.options_none")}
      value={text}
      lines={Math.min(Math.max(list.values.length + 1, 3), 8)}
      onChange={(next) => {
        typed.value = next;
        const values = linesOf(next);
        if (values.length) onChange(values);
      }}
    />
  );
}

function linesOf(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()).filter(Boolean))];
}
