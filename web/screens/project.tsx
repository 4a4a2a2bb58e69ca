// One project: what is asked, what it pays, and the way to the desk.

import "./project.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { sleep } from "../client/clock.ts";
import { Refused } from "../client/http.ts";
import type { Project } from "../model/wire.ts";
import { Button, LinkButton } from "../parts/button.tsx";
import { Cents, centsText, estimateText } from "../parts/money.tsx";
import { noteFailure } from "../state/line.ts";
import { loadMarket, market } from "../state/market.ts";
import { payStateIn, standingIn } from "../state/me.ts";
import { loadProject } from "../state/projects.ts";
import { hrefOf } from "../state/route.ts";
import { locale, say } from "../text/say.ts";
import { ReportSheet } from "./report_sheet.tsx";

export function ProjectScreen({ number }: { number: number }) {
  const loaded = useSignal<Project | Refused | null>(null);
  useEffect(() => {
    let here = true;
    void untilLoaded(number, () => here).then((result) => here && (loaded.value = result));
    return () => {
      here = false;
    };
  }, [number]);
  if (loaded.value === null) return <p class="screen soft">{say("app.loading")}</p>;
  if (loaded.value instanceof Refused) return <Missing />;
  return <Shown project={loaded.value} />;
}

async function untilLoaded(number: number, here: () => boolean): Promise<Project | Refused | null> {
  while (here()) {
    try {
      return await loadProject(number);
    } catch (error) {
      if (!noteFailure(error)) return error as Refused;
      await sleep(2);
    }
  }
  return null;
}

function Missing() {
  return (
    <div class="screen">
      <h1 tabIndex={-1}>{say("project.missing")}</h1>
      <div>
        <LinkButton href="#/">{say("label.other_projects")}</LinkButton>
      </div>
    </div>
  );
}

function Shown({ project }: { project: Project }) {
  const pay = payStateIn(project);
  const begun = (standingIn(project.project)?.answers ?? 0) > 0;
  return (
    <article class="screen project">
      <header>
        <h1 dir="auto" tabIndex={-1}>
          {project.title}
        </h1>
      </header>
      <dl class="project_facts">
        <div>
          <dt>{say("project.pay")}</dt>
          <dd>
            <Cents units={project.price} />
          </dd>
        </div>
        <div>
          <dt>{pay.kind === "checking" ? say("project.first_pay") : say("earnings.title")}</dt>
          <dd>
            {pay.kind === "checking"
              ? say("project.first_pay_answers", { n: project.minimum_answers })
              : say("label.rate_short", { percent: pay.percent })}
          </dd>
        </div>
        <div>
          <dt>{say("project.tasks")}</dt>
          <dd>
            <bdi>{project.tasks}</bdi>
          </dd>
        </div>
      </dl>
      <section class="part">
        <h2>{say("project.instructions")}</h2>
        <p class="project_instructions" dir="auto">
          {project.instructions}
        </p>
      </section>
      <Choices project={project} />
      <section class="part">
        <h2>{say("project.how_pay")}</h2>
        <p class="soft">{say("project.how_pay_more", { n: project.minimum_answers })}</p>
      </section>
      <Measured project={project.project} />
      <div class="project_bar">
        {project.state === "complete" || project.state === "halted" ? (
          <p class="soft">{say(project.state === "halted" ? "project.halted" : "project.finished")}</p>
        ) : (
          <LinkButton wide href={hrefOf({ screen: "label", project: project.project })}>
            {say(begun ? "project.continue" : "project.start")}
          </LinkButton>
        )}
      </div>
    </article>
  );
}

/** What was measured here: an hour's pay, the time until money comes, and how the requester has paid. */
function Measured({ project }: { project: number }) {
  const reporting = useSignal(false);
  useEffect(() => void loadMarket(), []);
  const facts = market.value.get(project);
  return (
    <section class="part">
      {facts && (
        <>
          <h2>{say("project.measured")}</h2>
          <dl class="project_measured">
            {facts.hourly_median !== null && (
              <div>
                <dt>{say("project.hourly")}</dt>
                <dd>
                  <bdi class="money">{estimateText(facts.hourly_median)}</bdi>
                </dd>
              </div>
            )}
            {facts.first_pay_s !== null && (
              <div>
                <dt>{say("project.first_pay")}</dt>
                <dd>{minutes(facts.first_pay_s)}</dd>
              </div>
            )}
            <div>
              <dt>{say("project.needed_score")}</dt>
              <dd>{say("project.percent", { percent: facts.full_pay_score_percent })}</dd>
            </div>
          </dl>
          <p class="soft">
            {say("project.requester", { n: facts.requester.projects, paid: centsText(facts.requester.paid) })}{" "}
            {facts.requester.paid_share_percent !== null &&
              say("project.requester_share", { percent: facts.requester.paid_share_percent })}
          </p>
        </>
      )}
      <div>
        <Button look="quiet" onPress={() => (reporting.value = true)}>
          {say("project.report")}
        </Button>
      </div>
      {reporting.value && <ReportSheet project={project} onClose={() => (reporting.value = false)} />}
    </section>
  );
}

function minutes(seconds: number): string {
  const unit = { style: "unit", unit: "minute", unitDisplay: "long" } as const;
  return new Intl.NumberFormat(locale, unit).format(Math.max(1, Math.round(seconds / 60)));
}

function Choices({ project }: { project: Project }) {
  return (
    <section class="part">
      <h2>{say("project.choices")}</h2>
      {project.controls.map((control) => (
        <ul key={control.name} class="project_choices">
          {control.choices.map(({ value }) => (
            <li key={value} dir="auto">
              {value}
            </li>
          ))}
        </ul>
      ))}
    </section>
  );
}
