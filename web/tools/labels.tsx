// The labels at hand: the one picked goes on the next region, or on the selected one.

import { colorOf, regionsIn } from "../model/face.ts";
import { pickLabel, regionOf, type Work } from "../state/work.ts";
import { say } from "../text/say.ts";
import { labelKeys, takeUp } from "./act.ts";

export function Labels({ work }: { work: Work }) {
  const region = regionOf(work, work.selected.value);
  const worn = region ?? work.marker.value;
  const control = region?.control ?? work.marker.value?.control.name;
  const bare = regionsIn(work.face).filter(({ labels }) => !labels.length);
  return (
    <div class="labels" role="toolbar" aria-label={say("tool.labels")}>
      {labelKeys(work).map(({ control: of, label, key }) => (
        <button
          key={`${of.name}/${label.value}`}
          type="button"
          style={{ "--color": colorOf(of, [label.value]) }}
          aria-pressed={control === of.name && (worn?.labels.includes(label.value) ?? false)}
          aria-keyshortcuts={key ?? undefined}
          onClick={() => pickLabel(work, of, label.value)}
        >
          <i aria-hidden="true" />
          <span dir="auto">{label.title}</span>
          {key && <kbd aria-hidden="true">{key}</kbd>}
        </button>
      ))}
      {bare.length > 0 &&
        (bare.length > 1 || regionsIn(work.face).length > 1) &&
        bare.map((of) => (
          <button
            key={of.name}
            type="button"
            aria-pressed={control === of.name}
            onClick={() => takeUp(work, of)}
          >
            {say(`tool.shape_${of.shape}`)}
          </button>
        ))}
    </div>
  );
}
