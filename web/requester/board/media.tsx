// The first picture of a task, where it shows one.

import type { Json } from "../../model/canonical.ts";
import { mediaIn } from "../../model/tasks.ts";
import { say } from "../../text/say.ts";

const PICTURE = /^media\/[0-9a-f]{64}\.(png|jpe?g|webp|gif)$/;

export function Media({
  project,
  data,
  small = false,
}: {
  project: number;
  data: Readonly<Record<string, Json>>;
  small?: boolean;
}) {
  const picture = Object.values(data).find(
    (value): value is string => typeof value === "string" && PICTURE.test(value),
  );
  if (!picture) return null;
  return (
    <img
      class={small ? "task_thumb" : "task_picture"}
      src={mediaIn(project, picture)}
      alt={small ? "" : say("label.image")}
      loading="lazy"
    />
  );
}
