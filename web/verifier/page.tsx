// Paste a project, see it checked.

import "../parts/top_bar.css";
import "../screens/page.css";
import "./verifier.css";
import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { STEPS, type Step } from "../audit/steps.ts";
import { readAddress } from "../model/checksum.ts";
import { address, count, object } from "../model/shape.ts";
import { Brand } from "../parts/brand.tsx";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { LanguagePicker } from "../parts/language_picker.tsx";
import { say } from "../text/say.ts";
import * as run from "./run.ts";
import { NotUnderstood, wantedIn } from "./shapes.ts";
import { Verdict } from "./verdict.tsx";

const SAMPLE = 300;
/** What of other types than one choice is seen to only in part. */
const PARTLY = ["contents", "settlements", "dataset"] as const;
const chain = object({ pool: address, chain_id: count, first_block: count });

export function Page() {
  return (
    <>
      <header class="top_bar">
        <Brand />
        <LanguagePicker />
      </header>
      <main>
        <div class="screen verify">
          <header>
            <h1 tabIndex={-1}>{say("verify.title")}</h1>
            <p class="lead">{say("verify.lead")}</p>
          </header>
          <Form />
          <Steps />
          <Verdict />
          <Elsewhere />
        </div>
      </main>
    </>
  );
}

function Form() {
  const pasted = useSignal(location.hash.replace(/^#/, ""));
  const all = useSignal(false);
  const node = useSignal("/api/chain");
  const store = useSignal("/api/store");
  const pool = useSignal("");
  const firstBlock = useSignal("0");
  const chainId = useSignal(0);
  const problem = useSignal<string | null>(null);
  const [id, why] = [useId(), useId()];
  const start = () => {
    problem.value = null;
    try {
      const source = {
        node: node.value,
        store: new URL(store.value, location.href).href,
        pool: readAddress(pool.value),
        chainId: chainId.value,
        firstBlock: Number(firstBlock.value) || 0,
      };
      void run.verify(wantedIn(pasted.value), source, all.value ? null : SAMPLE);
    } catch (error) {
      problem.value = say(error instanceof NotUnderstood ? "verify.not_understood" : "verify.no_pool");
    }
  };
  useEffect(() => {
    void fetch("/api/chain")
      .then((response) => response.json())
      .then((found: unknown) => {
        const facts = chain(found, "chain");
        pool.value ||= facts.pool;
        chainId.value = facts.chain_id;
        firstBlock.value = String(facts.first_block);
        if (pasted.value) start();
      })
      // Opened away from a server: whoever verifies names node, store and pool.
      .catch(() => undefined);
  }, []);
  const running = run.state.value === "running";
  return (
    <form
      class="verify_form"
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <div class="field">
        <label for={id}>{say("verify.paste")}</label>
        <textarea
          id={id}
          dir="ltr"
          rows={2}
          aria-describedby={why}
          aria-invalid={problem.value !== null}
          value={pasted.value}
          onInput={({ currentTarget }) => (pasted.value = currentTarget.value)}
        />
        <p id={why} class="field_problem" role="alert">
          {problem.value}
        </p>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={all.value}
          onChange={({ currentTarget }) => (all.value = currentTarget.checked)}
        />
        <span>{say("verify.all_signatures", { n: SAMPLE })}</span>
      </label>
      <details>
        <summary>{say("verify.sources")}</summary>
        <p class="soft small">{say("verify.sources_more")}</p>
        <Place label={say("verify.node")} value={node.value} onChange={(text) => (node.value = text)} />
        <Place label={say("verify.store")} value={store.value} onChange={(text) => (store.value = text)} />
        <Place label={say("verify.pool")} value={pool.value} onChange={(text) => (pool.value = text)} />
        <Place
          label={say("verify.first_block")}
          value={firstBlock.value}
          onChange={(text) => (firstBlock.value = text)}
        />
      </details>
      <Button disabled={running} onPress={start}>
        {say(running ? "verify.running" : "verify.start")}
      </Button>
    </form>
  );
}

function Place({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        dir="ltr"
        autocomplete="off"
        spellcheck={false}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </div>
  );
}

function Steps() {
  if (run.state.value === "idle") return null;
  return (
    <ol class="verify_steps">
      {STEPS.map((step) => (
        <Line key={step} step={step} />
      ))}
    </ol>
  );
}

function Line({ step }: { step: Step }) {
  const at = run.progress.value.get(step);
  const done = at !== undefined && at.done >= at.all;
  const ended = !["idle", "running"].includes(run.state.value);
  const begun = at && !done;
  const partly = run.scored.value ? undefined : PARTLY.find((one) => one === step);
  return (
    <li class={partly ? "partly" : done ? "done" : begun ? "begun" : ended ? "not_reached" : ""}>
      <Icon name={done && !partly ? "check" : "skip"} />
      <b>{say(`verify.step_${step}`)}</b>
      <span class="soft small">{say(partly ? `verify.step_${partly}_partly` : `verify.step_${step}_more`)}</span>
      <span class="verify_count">
        {at && at.all > 1 && <bdi>{say("verify.of", { done: at.done, all: at.all })}</bdi>}
        {!at && ended && say("verify.not_reached")}
      </span>
    </li>
  );
}

/** What no browser page can check, said plainly. */
function Elsewhere() {
  return (
    <section class="part">
      <h2>{say("verify.elsewhere")}</h2>
      <ul class="verify_elsewhere">
        {(["trust", "types", "private", "receipts", "storage"] as const).map((point) => (
          <li key={point}>{say(`verify.elsewhere_${point}`)}</li>
        ))}
      </ul>
      <pre dir="ltr" tabIndex={0}>
        labelfield verify {run.facts.value?.project ?? "PROJECT"} --rpc NODE --pool {run.facts.value?.pool ?? "POOL"} --store
        STORE
      </pre>
    </section>
  );
}

