// Where one is on the way to a project.

import { say } from "../../text/say.ts";
import { hrefOf, STEPS, type Step } from "../route.ts";

export function Steps({ here }: { here: Step }) {
  const at = STEPS.indexOf(here);
  return (
    <nav aria-label={say("new.steps")}>
      <ol class="new_steps">
        {STEPS.map((step, place) => (
          <li key={step} class={place < at ? "done" : ""}>
            <a href={hrefOf({ screen: "new", step })} aria-current={step === here ? "step" : undefined}>
              {say(`new.step_${step}`)}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
