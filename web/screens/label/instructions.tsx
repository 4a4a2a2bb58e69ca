import type { Project } from "../../model/wire.ts";
import { Sheet } from "../../parts/sheet.tsx";
import { say } from "../../text/say.ts";

export function Instructions({ project, onClose }: { project: Project; onClose: () => void }) {
  return (
    <Sheet title={say("project.instructions")} onClose={onClose}>
      <p class="project_instructions" dir="auto">
        {project.instructions}
      </p>
    </Sheet>
  );
}
