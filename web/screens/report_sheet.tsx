// Says to the operator what should not be in a project: one tap.

import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { report, type About } from "../state/market.ts";
import { tell } from "../state/notices.ts";
import { say } from "../text/say.ts";

const KINDS: readonly About[] = ["unlawful", "harmful", "personal_data", "other"];

export function ReportSheet({ project, onClose }: { project: number; onClose: () => void }) {
  const give = (about: About) => {
    report(project, null, about, say(`report.${about}`)).then(
      () => tell(say("report.sent")),
      () => tell(say("report.failed"), "bad"),
    );
    onClose();
  };
  return (
    <Sheet title={say("report.title")} onClose={onClose}>
      <p class="soft">{say("report.more")}</p>
      {KINDS.map((about) => (
        <Button key={about} look="plain" wide onPress={() => give(about)}>
          {say(`report.${about}`)}
        </Button>
      ))}
    </Sheet>
  );
}
