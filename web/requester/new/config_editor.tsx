// The labeling config as text, with line numbers and the line that is refused.

import { useRef } from "preact/hooks";
import { useId } from "preact/hooks";
import { say } from "../../text/say.ts";

/** Why a config is refused, and the line at which it is. */
export interface Problem {
  readonly said: string;
  readonly line: number | null;
}

export function ConfigEditor({
  value,
  problem,
  onChange,
}: {
  value: string;
  problem: Problem | null;
  onChange: (text: string) => void;
}) {
  const numbers = useRef<HTMLPreElement>(null);
  const [id, why] = [useId(), useId()];
  const lines = value.split("\n").length;
  return (
    <div class="field">
      <label for={id}>{say("question.config")}</label>
      <div class="config">
        <pre ref={numbers} class="config_numbers" aria-hidden="true">
          {Array.from({ length: lines }, (_, place) => (
            <i key={place} class={place + 1 === problem?.line ? "wrong" : ""}>
              {place + 1}
            </i>
          ))}
        </pre>
        <textarea
          id={id}
          dir="ltr"
          wrap="off"
          spellcheck={false}
          autocapitalize="off"
          rows={Math.min(Math.max(lines + 1, 8), 18)}
          aria-invalid={problem !== null}
          aria-describedby={why}
          value={value}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
          onScroll={({ currentTarget }) => {
            numbers.current!.style.transform = `translateY(${-currentTarget.scrollTop}px)`;
          }}
        />
      </div>
      <p id={why} class="field_problem" role="alert" dir="auto">
        {problem?.said}
      </p>
    </div>
  );
}
