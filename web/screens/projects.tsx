// Pick a project.

import "./projects.css";
import { useEffect } from "preact/hooks";
import { Cents, estimateText } from "../parts/money.tsx";
import { Progress } from "../parts/progress.tsx";
import type { ProjectSummary } from "../model/wire.ts";
import { loadMarket, market } from "../state/market.ts";
import { refreshMe, standingIn } from "../state/me.ts";
import { wallet } from "../state/wallet.ts";
import { loadProjects, projects } from "../state/projects.ts";
import { hrefOf } from "../state/route.ts";
import { say } from "../text/say.ts";

const LOOK_AGAIN_MS = 8000;

export function Projects() {
  useEffect(() => {
    const look = () => {
      void loadProjects();
      void loadMarket();
      if (wallet.value) void refreshMe();
    };
    look();
    const timer = setInterval(look, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <div class="screen">
      <header>
        <h1 tabIndex={-1}>{say(projects.value?.length === 0 ? "projects.none" : "projects.title")}</h1>
        {projects.value?.length === 0 && <p class="lead">{say("projects.none_more")}</p>}
      </header>
      <ul class="projects">
        {inOrder(projects.value ?? []).map((project) => (
          <Row key={project.project} project={project} />
        ))}
      </ul>
    </div>
  );
}

function Row({ project }: { project: ProjectSummary }) {
  const answers = standingIn(project.project)?.answers ?? 0;
  const hourly = market.value.get(project.project)?.hourly_median;
  const done = say("projects.progress", { done: project.closed_tasks, total: project.tasks });
  return (
    <li class={project.state}>
      <a href={hrefOf({ screen: "project", project: project.project })}>
        <span class="project_price">
          <Cents units={project.price} />
          <small>{say("projects.per_answer")}</small>
        </span>
        <span class="project_name">
          <b dir="auto">{project.title}</b>
          <small>
            {[
              (project.kind === "image" || project.kind === "text") && say(`projects.kind_${project.kind}`),
              say(`projects.state_${project.state}`),
              project.disputes > 0 && say("projects.disputed"),
              project.reserved && say("projects.reserved"),
              hourly != null && say("projects.hourly", { amount: estimateText(hourly) }),
              answers > 0 && say("projects.yours", { n: answers }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </small>
        </span>
        <span class="project_progress">
          <Progress done={project.closed_tasks} total={project.tasks} label={done} />
          <small>{done}</small>
        </span>
      </a>
    </li>
  );
}

const RANK = { open: 0, closing: 1, complete: 2, halted: 3 };

/** Open ones first, the best paid before others. */
function inOrder(list: readonly ProjectSummary[]): ProjectSummary[] {
  return [...list].sort(
    (a, b) => RANK[a.state] - RANK[b.state] || b.price - a.price || a.project - b.project,
  );
}
