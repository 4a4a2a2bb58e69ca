// Every key, and how to have another.

import { useSignal } from "@preact/signals";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { regionsIn } from "../model/face.ts";
import { ACTS, keys, nameOf, remap, resetKeys, type Act } from "../state/keys.ts";
import type { Work } from "../state/work.ts";
import { say } from "../text/say.ts";
import { labelKeys } from "./act.ts";

const ON_REGIONS: readonly Act[] = ["remove", "next", "previous"];
const ON_PICTURES: readonly Act[] = [
  "zoom_in",
  "zoom_out",
  "zoom_fit",
  "hand",
  "turn_left",
  "turn_right",
  "corner",
];

export function KeySheet({ work, onClose }: { work: Work; onClose: () => void }) {
  const labels = labelKeys(work).map(({ label, key }) => ({ title: label.title, key }));
  return <Keys labels={labels} fixed={fixedKeys(work)} acts={actsFor(work)} onClose={onClose} />;
}

export function Keys(props: {
  labels: readonly { readonly title: string; readonly key: string | null }[];
  fixed: readonly Fixed[];
  acts: readonly Act[];
  onClose: () => void;
}) {
  const { labels, fixed, acts, onClose } = props;
  const asked = useSignal<Act | null>(null);
  const learn = (event: KeyboardEvent) => {
    const name = asked.value && nameOf(event);
    if (!name || name === "Tab" || name === "Shift+Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (name !== "Escape") remap(asked.value!, name);
    asked.value = null;
  };
  return (
    <Sheet title={say("tool.keys")} onClose={onClose}>
      <p class="soft small">{say("tool.keys_more")}</p>
      <ul class="key_list" onKeyDownCapture={learn}>
        {labels.map(
          ({ title, key }) =>
            key && (
              <li key={`label/${title}`}>
                <span dir="auto">{title}</span>
                <kbd>{key}</kbd>
              </li>
            ),
        )}
        {fixed.map((name) => (
          <li key={name}>
            <span>{say(`tool.fixed_${name}`)}</span>
            <kbd>{say(`tool.fixed_${name}_key`)}</kbd>
          </li>
        ))}
        {acts.map((act) => (
          <li key={act}>
            <span>{say(`tool.act_${act}`)}</span>
            <button
              type="button"
              class="key_button"
              onClick={() => (asked.value = act)}
              onBlur={() => (asked.value = null)}
            >
              {asked.value === act ? say("tool.press_key") : <kbd>{keys.value[act]}</kbd>}
              <span class="offscreen">{say("tool.change_key")}</span>
            </button>
          </li>
        ))}
      </ul>
      <Button look="quiet" onPress={resetKeys}>
        {say("tool.reset_keys")}
      </Button>
    </Sheet>
  );
}

type Fixed = ReturnType<typeof fixedKeys>[number];

function fixedKeys(work: Work) {
  const shapes = new Set(regionsIn(work.face).map(({ shape }) => shape));
  const text = ["span", "hypertext", "paragraphs"].some((shape) => shapes.has(shape as "span"));
  const drawn = ["rectangle", "ellipse", "polygon", "keypoint", "brush", "track"].some((shape) =>
    shapes.has(shape as "track"),
  );
  return [
    ...(drawn ? (["arrows_draw", "enter_draw", "resize"] as const) : []),
    ...(text ? (["arrows_text", "enter_text", "resize_text"] as const) : []),
    ...(shapes.has("segment") ? (["arrows_sound", "enter_sound", "resize_sound"] as const) : []),
  ];
}

function actsFor(work: Work): Act[] {
  const marked = regionsIn(work.face).length > 0;
  const kinds = new Set(work.face.objects.map(({ kind }) => kind));
  const pictures = marked && (kinds.has("image") || kinds.has("video"));
  return (Object.keys(ACTS) as Act[]).filter((act) => {
    if (ON_REGIONS.includes(act)) return marked;
    if (ON_PICTURES.includes(act)) return pictures;
    if (act === "relate") return work.face.relations !== null;
    if (act === "play") return kinds.has("audio") || kinds.has("video");
    return true;
  });
}
