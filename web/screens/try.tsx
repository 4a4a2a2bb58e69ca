// Every kind of task to try, without an account: the same editors, the same check of the answer.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button, LinkButton } from "../parts/button.tsx";
import { Brand } from "../parts/brand.tsx";
import { Icon } from "../parts/icon.tsx";
import { send } from "../client/http.ts";
import { object } from "../model/shape.ts";
import type { Json } from "../model/canonical.ts";
import { face as faceShape, type Face } from "../model/face.ts";
import { hrefOf } from "../state/route.ts";
import { wallet } from "../state/wallet.ts";
import { samples, type Sample } from "../samples/samples.ts";
import { Editor } from "../tools/editor.tsx";
import { sayFailed } from "../text/refused.ts";
import { say, type Sentence } from "../text/say.ts";

export function Try({ sample: name }: { sample: string | null }) {
  const sample = samples.find((one) => one.name === name);
  return sample ? <Trial key={sample.name} sample={sample} /> : <List />;
}

function List() {
  return (
    <>
      <header class="top_bar">
        <Brand />
      </header>
      <main class="screen">
        <header>
          <h1 tabIndex={-1}>{say("try.title")}</h1>
          <p class="lead">{say("try.lead")}</p>
        </header>
        <ul class="samples">
          {samples.map(({ name }) => (
            <li key={name}>
              <LinkButton look="plain" wide href={hrefOf({ screen: "try", sample: name })}>
                {say(`try.sample_${name}` as Sentence)}
              </LinkButton>
            </li>
          ))}
        </ul>
      </main>
    </>
  );
}

interface Outcome {
  readonly result: Json[];
  readonly refusal: string | null;
}

function Trial({ sample }: { sample: Sample }) {
  const face = useSignal<Face | null>(null);
  const failure = useSignal<string | null>(null);
  const outcome = useSignal<Outcome | null>(null);
  const round = useSignal(0);
  useEffect(() => {
    const body = { config: sample.config };
    send({ method: "POST", path: "/api/preview", body }, object({ face: faceShape })).then(
      (found) => (face.value = found.face),
      (error: unknown) => (failure.value = sayFailed(error)),
    );
  }, [sample]);
  const check = (result: Json[]) => {
    const body = { config: sample.config, data: sample.data, answer: result };
    send({ method: "POST", path: "/api/preview/answers", body }, () => null).then(
      () => (outcome.value = { result, refusal: null }),
      (error: unknown) => (outcome.value = { result, refusal: sayFailed(error) }),
    );
  };
  const again = () => {
    outcome.value = null;
    round.value++;
  };
  return (
    <>
      <header class="top_bar desk">
        <a class="way_back" href={hrefOf({ screen: "try", sample: null })} aria-label={say("try.back")}>
          <Icon name="back" />
        </a>
        <h1 class="desk_title" tabIndex={-1}>
          {say(`try.sample_${sample.name}` as Sentence)}
        </h1>
      </header>
      <main class="trial">
        {failure.value && <p class="stage_failed">{say("try.loading_failed", { why: failure.value })}</p>}
        {outcome.value && <Result outcome={outcome.value} next={nextOf(sample)} onAgain={again} />}
        {face.value && !outcome.value && (
          <Editor
            id={String(round.value)}
            face={face.value}
            data={sample.data}
            urlOf={urlOf}
            onResult={check}
          />
        )}
      </main>
    </>
  );
}

function Result({ outcome, next, onAgain }: { outcome: Outcome; next: Sample; onAgain: () => void }) {
  return (
    <section class="screen outcome" role="status">
      <p class={outcome.refusal ? "stage_failed" : "outcome_valid"}>
        {outcome.refusal ? say("try.refused", { why: outcome.refusal }) : say("try.valid")}
      </p>
      <div class="outcome_ways">
        <LinkButton href={hrefOf({ screen: "try", sample: next.name })}>{say("try.next")}</LinkButton>
        <Button look="plain" onPress={onAgain}>
          {say("try.again")}
        </Button>
        {!wallet.value && (
          <LinkButton look="plain" href="#/">
            {say("welcome.create")}
          </LinkButton>
        )}
      </div>
      <details>
        <summary>{say("try.answer")}</summary>
        <pre dir="ltr" tabIndex={0}>
          {shortened(outcome.result)}
        </pre>
      </details>
    </section>
  );
}

const LONGEST = 24;

/** Masks are thousands of numbers that nobody reads. */
function shortened(result: Json[]): string {
  return JSON.stringify(
    result,
    (_, value: Json) =>
      Array.isArray(value) && value.length > LONGEST ? [...value.slice(0, LONGEST), "…"] : value,
    1,
  );
}

function nextOf(sample: Sample): Sample {
  return samples[(samples.indexOf(sample) + 1) % samples.length]!;
}

/** The samples' files lie beside the page. */
function urlOf(file: string): string {
  return `samples/${file.slice("media/".length)}`;
}
