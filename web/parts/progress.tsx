import "./progress.css";

/** How much of something is done; `label` says it in words. */
export function Progress({ done, total, label }: { done: number; total: number; label: string }) {
  const percent = total ? Math.min(100, (100 * done) / total) : 0;
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={Math.min(done, total)}
    >
      <i style={{ inlineSize: `${percent}%` }} />
    </div>
  );
}

/** A few steps, each done, begun or neither. */
export function Steps({
  done,
  begun,
  total,
  label,
}: {
  done: number;
  begun: number;
  total: number;
  label: string;
}) {
  return (
    <div
      class="steps"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
    >
      {Array.from({ length: total }, (_, place) => (
        <i key={place} class={place < done ? "done" : place < begun ? "begun" : ""} />
      ))}
    </div>
  );
}
