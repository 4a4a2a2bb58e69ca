// A field of a form: label above, hint beneath, and what is wrong with it.

import { useId } from "preact/hooks";

export function Field({
  label,
  hint = "",
  problem = null,
  value,
  lines = 1,
  mode = "text",
  onChange,
}: {
  label: string;
  hint?: string;
  problem?: string | null;
  value: string;
  lines?: number;
  mode?: "text" | "decimal" | "numeric";
  onChange: (text: string) => void;
}) {
  const [id, about] = [useId(), useId()];
  const common = {
    id,
    dir: "auto" as const,
    value,
    "aria-describedby": about,
    "aria-invalid": problem !== null,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {lines > 1 ? (
        <textarea
          {...common}
          rows={lines}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      ) : (
        <input
          {...common}
          type="text"
          inputMode={mode}
          autocomplete="off"
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
      <p id={about} class={problem ? "field_problem" : "soft small"}>
        {problem ?? hint}
      </p>
    </div>
  );
}
