// The operator broke a promise: say which, keep the evidence, stop.

import { useSignal } from "@preact/signals";
import { download } from "../client/files.ts";
import type { Sentence } from "../text/say.ts";
import { Button, LinkButton } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { pool } from "../state/pool.ts";
import { startAfresh } from "../state/promises.ts";
import { allReceipts } from "../state/receipts.ts";
import { distrust } from "../state/trust.ts";
import { say } from "../text/say.ts";

export function Stopped() {
  const asking = useSignal(false);
  const { fault, evidence, at_s } = distrust.value!;
  const save = async () => {
    const file = {
      pool: pool.value,
      fault,
      evidence: JSON.parse(evidence) as unknown,
      at_s,
      receipts: await allReceipts(),
    };
    download(`labelfield-evidence-${at_s}.json`, `${JSON.stringify(file, null, 1)}\n`);
  };
  return (
    <div class="screen">
      <header>
        <h1 tabIndex={-1}>{say("stopped.title")}</h1>
        <p class="lead">{say("stopped.lead")}</p>
      </header>
      <p class="warning" role="alert">
        {say(`stopped.${fault}` as Sentence)}
      </p>
      <p>{say("stopped.keep")}</p>
      <div class="desk_ways">
        <Button onPress={() => void save()}>{say("stopped.save")}</Button>
        <LinkButton look="plain" href="#/earnings">
          {say("nav.earnings")}
        </LinkButton>
        <Button look="quiet" onPress={() => (asking.value = true)}>
          {say("stopped.again")}
        </Button>
      </div>
      {asking.value && (
        <Sheet title={say("stopped.again_title")} onClose={() => (asking.value = false)}>
          <p>{say("stopped.again_more")}</p>
          <Button look="bad" wide onPress={() => void startAfresh()}>
            {say("stopped.again_confirm")}
          </Button>
        </Sheet>
      )}
    </div>
  );
}
