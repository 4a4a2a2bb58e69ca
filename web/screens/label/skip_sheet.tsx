import { Button } from "../../parts/button.tsx";
import { Sheet } from "../../parts/sheet.tsx";
import { current, project, skip } from "../../state/desk.ts";
import { noteFailure } from "../../state/line.ts";
import { report } from "../../state/market.ts";
import { say } from "../../text/say.ts";

const REASONS = ["cannot_tell", "unclear", "broken", "harmful"] as const;

export function SkipSheet({ onClose }: { onClose: () => void }) {
  const give = (reason: string) => {
    const [number, task] = [project.value!.project, current.value!.task];
    skip(reason);
    // What is harmful concerns more people than the one who skips it.
    if (reason === "harmful") report(number, task, "harmful", say("label.skip_harmful")).catch(noteFailure);
    onClose();
  };
  return (
    <Sheet title={say("label.skip_title")} onClose={onClose}>
      <p class="soft">{say("label.skip_more")}</p>
      {REASONS.map((reason) => (
        <Button key={reason} look="plain" wide onPress={() => give(reason)}>
          {say(`label.skip_${reason}`)}
        </Button>
      ))}
    </Sheet>
  );
}
