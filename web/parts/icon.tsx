import "./icon.css";

const PATHS = {
  back: "M15 5l-7 7 7 7",
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  down: "M12 4v11m-5-5l5 5 5-5M5 20h14",
  info: "M12 11v6M12 7.2v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  skip: "M6 6l7 6-7 6zM17 6v12",
  work: "M4 5h9l7 7-7 7H4z",
  money: "M3 7h18v11H3zM12 15a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  key: "M8.5 15.5a4 4 0 1 1 3.4-6.1L20.5 9.4v4h-3v-1.6h-5.6a4 4 0 0 1-3.4 3.7z",
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
