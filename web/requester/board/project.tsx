// One project: its name, where it stands, and four ways to look at it.

import { useEffect } from "preact/hooks";
import { say } from "../../text/say.ts";
import { hrefOf, VIEWS, type View } from "../route.ts";
import { Appeals } from "./appeals.tsx";
import { Board } from "./board.tsx";
import { Finish } from "./finish.tsx";
import { People } from "./people.tsx";
import { Tasks } from "./tasks.tsx";
import { missing, progress, watch } from "./watch.ts";

const SHOWN = { board: Board, tasks: Tasks, people: People, finish: Finish };

export function ProjectScreen({ project, view }: { project: number; view: View }) {
  useEffect(() => watch(project), [project]);
  const now = progress.value?.project === project ? progress.value : null;
  const Shown = SHOWN[view];
  return (
    <div class="screen">
      <header>
        <p class="soft small">
          {say("home.number", { n: project })}
          {now && <> · {say(`home.state_${now.state as "open"}`)}</>}
        </p>
        <h1 tabIndex={-1} dir="auto">
          {now?.title ?? say("app.loading")}
        </h1>
        <nav class="views" aria-label={say("board.views")}>
          {VIEWS.map((name) => (
            <a
              key={name}
              href={hrefOf({ screen: "project", project, view: name })}
              aria-current={name === view ? "page" : undefined}
            >
              {say(`board.view_${name}`)}
            </a>
          ))}
        </nav>
      </header>
      {missing.value && <p class="field_problem">{say("board.missing")}</p>}
      {now?.appeals && <Appeals {...now.appeals} />}
      {now && <Shown now={now} />}
    </div>
  );
}
