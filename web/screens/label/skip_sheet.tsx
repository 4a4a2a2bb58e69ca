import { Button } from "../../parts/button.tsx";
import { Sheet } from "../../parts/sheet.tsx";
import { skip } from "../../state/desk.ts";
import { say } from "../../text/say.ts";

const REASONS = ["cannot_tell", "unclear", "broken", "harmful"] as const;

export function SkipSheet({ onClose }: { onClose: () => void }) {
  const give = (reason: string) => {
    skip(reason);
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
