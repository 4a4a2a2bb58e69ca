// Answers that are one tap or one key each.

import { useEffect } from "preact/hooks";
import type { Question } from "../model/face.ts";
import { questionsIn, regionsIn } from "../model/face.ts";
import { isForTask } from "../state/keys.ts";
import type { Work } from "../state/work.ts";
import { say } from "../text/say.ts";
import type { Reply } from "./question.tsx";

type Of<T extends Question["type"]> = Extract<Question, { type: T }>;

/** Digits pick answers where nothing else wants them: no labels, and one question. */
function useDigits(
  work: Work,
  given: readonly (string | null)[],
  onPick: (place: number) => void,
): (string | null)[] {
  const free = !regionsIn(work.face).length && questionsIn(work.face).length === 1;
  const keys = given.map(
    (key, place) => key?.toLowerCase() ?? (free && place < 9 ? String(place + 1) : null),
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isForTask(event) || event.ctrlKey || event.altKey || event.metaKey) return;
      const place = keys.indexOf(event.key.toLowerCase());
      if (place < 0) return;
      event.preventDefault();
      onPick(place);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  return keys;
}

export function ChoiceButtons({ work, question, said, onSay }: Reply<Of<"choices">>) {
  const chosen = (said ?? []) as string[];
  const pick = (value: string) => {
    const others = chosen.filter((one) => one !== value);
    const next = question.multiple ? [...others, ...(chosen.includes(value) ? [] : [value])] : [value];
    const inOrder = question.choices.map((choice) => choice.value).filter((one) => next.includes(one));
    onSay(inOrder.length ? inOrder : null);
  };
  const keys = useDigits(
    work,
    question.per_region ? question.choices.map(() => null) : question.choices.map(({ hotkey }) => hotkey),
    (place) => pick(question.choices[place]!.value),
  );
  return (
    <div class="picks">
      {question.choices.map(({ value, title }, place) => (
        <button
          key={value}
          type="button"
          role={question.multiple ? "checkbox" : "radio"}
          aria-checked={chosen.includes(value)}
          aria-keyshortcuts={keys[place] ?? undefined}
          onClick={() => pick(value)}
        >
          <i class={question.multiple ? "box" : "dot"} aria-hidden="true" />
          <span dir="auto">{title}</span>
          {keys[place] && <kbd aria-hidden="true">{keys[place]}</kbd>}
        </button>
      ))}
    </div>
  );
}

export function PairButtons({ work, said, onSay }: Reply<Of<"pairwise">>) {
  const sides = ["left", "right"] as const;
  const keys = useDigits(work, [null, null], (place) => onSay(sides[place]!));
  return (
    <div class="picks pair">
      {sides.map((side, place) => (
        <button
          key={side}
          type="button"
          role="radio"
          aria-checked={said === side}
          onClick={() => onSay(side)}
        >
          <span>{say(`tool.${side}`)}</span>
          {keys[place] && <kbd aria-hidden="true">{keys[place]}</kbd>}
        </button>
      ))}
    </div>
  );
}

export function Stars({ work, question, said, onSay }: Reply<Of<"rating">>) {
  const stars = Array.from({ length: question.most }, (_, place) => place + 1);
  useDigits(
    work,
    stars.map(() => null),
    (place) => onSay(stars[place]!),
  );
  return (
    <div class="stars" role="radiogroup" aria-label={question.title ?? question.name}>
      {stars.map((star) => (
        <button
          key={star}
          type="button"
          role="radio"
          class={star <= Number(said ?? 0) ? "lit" : ""}
          aria-checked={said === star}
          aria-label={say("tool.stars", { n: star })}
          onClick={() => onSay(star)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 2.8l2.8 6 6.5.8-4.8 4.5 1.3 6.5L12 17.4l-5.8 3.2 1.3-6.5-4.8-4.5 6.5-.8z" />
          </svg>
        </button>
      ))}
    </div>
  );
}
