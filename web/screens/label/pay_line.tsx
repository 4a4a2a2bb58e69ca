// How the labeler stands here: being checked, or paid at a rate.

import "./pay_line.css";
import { awaitsFirstPay, type PayState } from "../../model/pay_state.ts";
import type { Project } from "../../model/wire.ts";
import { Progress, Steps } from "../../parts/progress.tsx";
import { payStateIn } from "../../state/me.ts";
import { say } from "../../text/say.ts";

export function PayLine({ project }: { project: Project }) {
  const pay = payStateIn(project);
  const sentence = sentenceOf(pay);
  return (
    <div class="pay_line">
      <p>{sentence}</p>
      {pay.kind === "checking" ? (
        <Steps done={pay.checked} begun={pay.given} total={pay.needed} label={sentence} />
      ) : (
        <Progress done={pay.percent} total={100} label={sentence} />
      )}
    </div>
  );
}

function sentenceOf(pay: PayState): string {
  if (pay.kind === "rated") return say("label.rate", { percent: pay.percent });
  if (awaitsFirstPay(pay)) return say("label.checking_others");
  return say("label.checking", { n: pay.needed - pay.given });
}
