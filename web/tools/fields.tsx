// Words and numbers that are typed.

import { useEffect, useRef } from "preact/hooks";
import type { Question } from "../model/face.ts";
import { say } from "../text/say.ts";
import type { Reply } from "./question.tsx";

type Of<T extends Question["type"]> = Extract<Question, { type: T }>;

export function TextField({ question, said, onSay, id }: Reply<Of<"textarea">>) {
  const texts = (said ?? []) as string[];
  const write = (place: number, text: string) => {
    const next = texts.slice();
    next[place] = text;
    onSay(next.some((one) => one?.trim()) ? next : null);
  };
  const tidy = () => texts.some((text) => !text?.trim()) && onSay(kept(texts));
  const fields = Math.min(question.most, texts.length + (texts.length === 0 || texts.at(-1)?.trim() ? 1 : 0));
  return (
    <div class="fields">
      {Array.from({ length: Math.max(1, fields) }, (_, place) => (
        <textarea
          key={place}
          id={place ? undefined : id}
          dir="auto"
          rows={question.most > 1 ? 2 : question.rows}
          placeholder={question.placeholder ?? ""}
          aria-label={question.title ?? question.placeholder ?? question.name}
          value={texts[place] ?? ""}
          onInput={({ currentTarget }) => write(place, currentTarget.value)}
          onBlur={tidy}
        />
      ))}
    </div>
  );
}

function kept(texts: readonly string[]): string[] | null {
  const full = texts.filter((text) => text?.trim());
  return full.length ? full : null;
}

export function NumberField({ question, said, onSay, id }: Reply<Of<"number">>) {
  const input = useRef<HTMLInputElement>(null);
  const { minimum, maximum, step } = question;
  // Half a number, such as a lone minus, is nothing said; it must not be taken out of the field.
  useEffect(() => {
    const shown = valueIn(input.current!);
    if (said !== undefined && shown !== said) input.current!.value = String(said);
    if (said === undefined && shown !== null) input.current!.value = "";
  }, [said]);
  return (
    <div class="fields">
      <input
        ref={input}
        id={id}
        type="number"
        inputMode="decimal"
        min={minimum ?? undefined}
        max={maximum ?? undefined}
        step={step ?? "any"}
        aria-label={question.title ?? question.name}
        onInput={({ currentTarget }) => onSay(valueIn(currentTarget))}
      />
      {minimum !== null && maximum !== null && (
        <span class="soft small">{say("tool.from_to", { least: minimum, most: maximum })}</span>
      )}
    </div>
  );
}

/** The number in a field; null where there is none, or none that is allowed. */
function valueIn({ value, validity, valueAsNumber }: HTMLInputElement): number | null {
  return value !== "" && validity.valid && Number.isFinite(valueAsNumber) ? valueAsNumber : null;
}
