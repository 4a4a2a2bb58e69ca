import "./brand.css";
import { say } from "../text/say.ts";

export function Brand() {
  return (
    <a class="brand" href="#/">
      <svg viewBox="0 0 64 64" aria-hidden="true">
        <rect width="64" height="64" rx="15" class="ground" />
        <path
          class="tag"
          d="M14 17a3 3 0 0 1 3-3h19.5a5 5 0 0 1 3.6 1.5l12 12.9a5 5 0 0 1 0 6.9l-12 12.9a5 5 0 0 1-3.6 1.8H17a3 3 0 0 1-3-3Z"
        />
        <path class="tick" d="m22 32.2 6.3 6.3L41 25.7" />
      </svg>
      <b>{say("app.name")}</b>
    </a>
  );
}
