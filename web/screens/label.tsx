// The desk: one task, one decision, next.

import "./label.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { LinkButton } from "../parts/button.tsx";
import { Later, withTools } from "../parts/later.tsx";
import { awaitsFirstPay } from "../model/pay_state.ts";
import { CannotShow, isPlain, mediaIn } from "../model/tasks.ts";
import type { Lease, Project } from "../model/wire.ts";
import { DeskBar } from "../parts/top_bar.tsx";
import { Money } from "../parts/money.tsx";
import type { Json } from "../model/canonical.ts";
import type { Sheet } from "../model/sheet.ts";
import * as desk from "../state/desk.ts";
import { forgetHalfDone, halfDone, keepHalfDone } from "../state/half_done.ts";
import { payStateIn, watchMe } from "../state/me.ts";
import { waiting } from "../state/outbox.ts";
import { hrefOf } from "../state/route.ts";
import { say } from "../text/say.ts";
import { Choices, choiceKeys, PLAIN_ACTS } from "./label/choices.tsx";
import { Instructions } from "./label/instructions.tsx";
import { PayLine } from "./label/pay_line.tsx";
import { SkipSheet } from "./label/skip_sheet.tsx";
import { Stage } from "./label/stage.tsx";
import { Tape } from "./label/tape.tsx";
import { Tools } from "./label/tools.tsx";

const ACCOUNT_EVERY_MS = 2500;
/** Who has answered enough for a first pay looks for it. */
const FIRST_PAY_EVERY_MS = 700;

export function Label({ number }: { number: number }) {
  useEffect(() => desk.openDesk(number), [number]);
  const eager = desk.project.value !== null && awaitsFirstPay(payStateIn(desk.project.value));
  useEffect(() => watchMe(eager ? FIRST_PAY_EVERY_MS : ACCOUNT_EVERY_MS), [eager]);
  const back = hrefOf({ screen: "project", project: number });
  return (
    <>
      <DeskBar title={desk.project.value?.title ?? say("label.opening")} back={back} />
      <div class="desk_frame">
        <main class="desk_main">
          <Content />
        </main>
        <aside class="desk_aside">
          <Tape />
        </aside>
      </div>
    </>
  );
}

function Content() {
  if (desk.state.value === "closed") return <Closed />;
  if (desk.state.value === "empty") return <Empty />;
  if (desk.project.value && desk.current.value) return <Working />;
  return <p class="desk_message soft">{say("label.opening")}</p>;
}

const editor = () => withTools(import("../tools/editor.tsx").then(({ Editor }) => Editor));

/** What was said in the answer given last, in case it is taken back. */
let given: Sheet | null = null;

function taskOf({ project, face }: Project, { task, data }: Lease) {
  let said: Sheet | null = halfDone(project, task);
  const urlOf = (file: string) => {
    try {
      return mediaIn(project, file);
    } catch (error) {
      if (error instanceof CannotShow) return "";
      throw error;
    }
  };
  return {
    id: task,
    face,
    data,
    urlOf,
    turns: false,
    begin: said ?? undefined,
    onChange: (sheet: Sheet) => keepHalfDone(project, task, (said = sheet)),
    onResult: (result: Json[]) => {
      given = said;
      forgetHalfDone(project);
      void desk.submit(result);
    },
  };
}

function takeBack(): void {
  const [number, lease] = [desk.project.value!.project, desk.takeable.value!];
  if (given) keepHalfDone(number, lease.task, given);
  desk.takeLastBack();
}

const keySheet = () => withTools(import("../tools/key_sheet.tsx").then(({ Keys }) => Keys));

function Working() {
  const sheet = useSignal<"skip" | "instructions" | "keys" | null>(null);
  const close = () => (sheet.value = null);
  const onSkip = () => (sheet.value = "skip");
  const onInstructions = () => (sheet.value = "instructions");
  const onKeys = () => (sheet.value = "keys");
  const onTakeBack = desk.takeable.value ? takeBack : undefined;
  const [project, task] = [desk.project.value!, desk.current.value!];
  return (
    <>
      <PayLine project={project} />
      {isPlain(project) ? (
        <>
          <Stage />
          <div class="desk_bar">
            <Choices onSkip={onSkip} onKeys={onKeys} onTakeBack={onTakeBack} />
            <Tools onSkip={onSkip} onInstructions={onInstructions} onKeys={onKeys} onTakeBack={onTakeBack} />
          </div>
        </>
      ) : (
        <Later load={editor} props={{ ...taskOf(project, task), onSkip, onInstructions, onTakeBack }} />
      )}
      {sheet.value === "skip" && <SkipSheet onClose={close} />}
      {sheet.value === "keys" && (
        <Later
          load={keySheet}
          props={{ labels: choiceKeys(), fixed: [], acts: PLAIN_ACTS, onClose: close }}
        />
      )}
      {sheet.value === "instructions" && <Instructions project={project} onClose={close} />}
    </>
  );
}

function Empty() {
  return (
    <div class="desk_message">
      <h2 class="desk_end">{say("label.empty")}</h2>
      <p>
        {say("label.empty_session", { n: desk.answered.value })}{" "}
        {desk.gained.value > 0 && (
          <b>
            +<Money units={desk.gained.value} />
          </b>
        )}
      </p>
      <p class="soft">{say(desk.resting.value ? "label.empty_resting" : "label.empty_more")}</p>
      <p class="soft">
        {waiting.value ? say("label.waiting", { n: waiting.value }) : say("label.empty_settling")}
      </p>
      <div class="desk_ways">
        <LinkButton href="#/earnings">{say("nav.earnings")}</LinkButton>
        <LinkButton look="plain" href="#/">
          {say("label.other_projects")}
        </LinkButton>
      </div>
    </div>
  );
}

function Closed() {
  const { code, message } = desk.closedBecause.value!;
  return (
    <div class="desk_message">
      <h2 class="desk_end">{say("label.closed")}</h2>
      <p class="soft">{say.refusal(code, message)}</p>
      <div class="desk_ways">
        <LinkButton href="#/">{say("label.other_projects")}</LinkButton>
        <LinkButton look="plain" href="#/earnings">
          {say("nav.earnings")}
        </LinkButton>
      </div>
    </div>
  );
}
