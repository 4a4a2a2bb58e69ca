// How the audit ended, in one sentence and its figures.

import { cents } from "../model/money.ts";
import { locale, say } from "../text/say.ts";
import { counts, difference, reason, state, title } from "./run.ts";

const DOLLARS = { unitDecimals: 6, symbol: "USD" };

export function Verdict() {
  const now = state.value;
  if (now === "idle" || now === "running") return <div role="status" />;
  return (
    <section class={`verdict ${now}`} role="status">
      <h2>{say(`verify.verdict_${now}`)}</h2>
      {title.value && <p dir="auto">{title.value}</p>}
      {now === "differs" && <Difference />}
      {now === "failed" && (
        <p dir="auto" class="hex">
          {reason.value}
        </p>
      )}
      {now === "not_here" && <p>{say(`verify.not_here_${reason.value as "private"}`)}</p>}
      {["agrees", "agrees_partly", "not_yet"].includes(now) && <Figures />}
      {now === "agrees_partly" && <Unchecked />}
    </section>
  );
}

/** What agreement does not mean here. */
function Unchecked() {
  return (
    <>
      <p>{say("verify.partly")}</p>
      <ul class="verify_elsewhere">
        {(["scores", "labels", "fit"] as const).map((point) => (
          <li key={point}>{say(`verify.partly_${point}`)}</li>
        ))}
      </ul>
      <p>{say("verify.partly_command")}</p>
    </>
  );
}

function Difference() {
  const { where, what, expected, found } = difference.value!;
  return (
    <dl class="facts">
      <dt>{say("verify.where")}</dt>
      <dd dir="auto">{where}</dd>
      <dt>{say("verify.what")}</dt>
      <dd dir="auto">{what}</dd>
      <dt>{say("verify.expected")}</dt>
      <dd class="hex">{expected}</dd>
      <dt>{say("verify.found")}</dt>
      <dd class="hex">{found}</dd>
    </dl>
  );
}

function Figures() {
  const found = counts.value!;
  const money = (units: number) => cents(units, DOLLARS, locale);
  return (
    <>
      <dl class="figures">
        {(["answers", "labelers", "settlements", "checkpoints", "labels"] as const).map((name) => (
          <div key={name}>
            <dt>{say(`verify.count_${name}`)}</dt>
            <dd data-count={name}>{say("verify.number", { n: found[name] })}</dd>
          </div>
        ))}
        <div>
          <dt>{say("verify.count_credited")}</dt>
          <dd>
            <bdi>{money(found.credited)}</bdi>
          </dd>
        </div>
      </dl>
      <p>{say("verify.signatures_checked", { n: found.signaturesChecked, all: found.signatures })}</p>
      {found.sealed > 0 && <p>{say("verify.sealed", { n: found.sealed })}</p>}
      {!found.final && <p>{say("verify.not_final")}</p>}
    </>
  );
}
