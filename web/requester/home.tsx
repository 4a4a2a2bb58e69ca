// The requester's projects, or the way in.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ProjectSummary } from "../model/wire.ts";
import { LinkButton } from "../parts/button.tsx";
import { Cents } from "../parts/money.tsx";
import { Progress } from "../parts/progress.tsx";
import { noteFailure } from "../state/line.ts";
import { say } from "../text/say.ts";
import { account } from "./account.ts";
import { ask } from "./api.ts";
import { begun, draft } from "./new/draft.ts";
import { hrefOf } from "./route.ts";
import * as shapes from "./shapes.ts";
import { SignIn } from "./sign_in.tsx";

const LOOK_EVERY_MS = 5000;

export function Home() {
  return account.value ? <Projects /> : <Welcome />;
}

function Welcome() {
  return (
    <div class="screen requester_welcome">
      <header>
        <h1 tabIndex={-1}>{say("welcome_r.title")}</h1>
        <p class="lead">{say("welcome_r.lead")}</p>
      </header>
      <ol class="promises">
        {([1, 2, 3] as const).map((point) => (
          <li key={point}>
            <b>{say(`welcome_r.point_${point}`)}</b>
            <span class="soft">{say(`welcome_r.point_${point}_more`)}</span>
          </li>
        ))}
      </ol>
      <div class="welcome_ways">
        <LinkButton href={hrefOf({ screen: "templates" })}>{say("welcome_r.try")}</LinkButton>
      </div>
      <section class="part">
        <h2>{say("sign_in.title")}</h2>
        <SignIn />
      </section>
    </div>
  );
}

function Projects() {
  const list = useSignal<readonly ProjectSummary[] | null>(null);
  useEffect(() => {
    const look = () =>
      ask("/api/account", shapes.ownAccount).then(({ projects }) => {
        list.value = projects;
      }, noteFailure);
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const newest = [...(list.value ?? [])].sort((a, b) => b.project - a.project);
  return (
    <div class="screen">
      <header class="with_way">
        <h1 tabIndex={-1}>{say("home.title")}</h1>
        <LinkButton href={hrefOf({ screen: "templates" })}>{say("home.new")}</LinkButton>
      </header>
      {begun.value && (
        <p class="notice_line">
          {say("templates.begun", { title: draft.value.title || say("templates.untitled") })}{" "}
          <a href={hrefOf({ screen: "new", step: "question" })}>{say("templates.go_on")}</a>
        </p>
      )}
      {list.value?.length === 0 && <p class="lead">{say("home.none")}</p>}
      <ul class="own_projects">
        {newest.map((project) => (
          <Row key={project.project} project={project} />
        ))}
      </ul>
    </div>
  );
}

function Row({ project }: { project: ProjectSummary }) {
  const done = say("home.progress", { done: project.closed_tasks, total: project.tasks });
  return (
    <li>
      <a href={hrefOf({ screen: "project", project: project.project, view: "board" })}>
        <span class="own_name">
          <b dir="auto">{project.title}</b>
          <small>
            {say("home.number", { n: project.project })} · {say(`home.state_${project.state}`)} ·{" "}
            <Cents units={project.price} /> {say("home.per_answer")}
          </small>
        </span>
        <span class="own_progress">
          <Progress done={project.closed_tasks} total={project.tasks} label={done} />
          <small>{done}</small>
        </span>
      </a>
    </li>
  );
}
