// Which of the requester's screens is shown.

import "../parts/line_banner.css";
import "../parts/top_bar.css";
import "../screens/page.css";
import "./requester.css";
import "./forms.css";
import "./new/new.css";
import "./board/board.css";
import { useEffect } from "preact/hooks";
import { Brand } from "../parts/brand.tsx";
import { Icon } from "../parts/icon.tsx";
import { LanguagePicker } from "../parts/language_picker.tsx";
import { NoticeList } from "../parts/notice_list.tsx";
import { line } from "../state/line.ts";
import { isPlayMoney } from "../state/pool.ts";
import { say } from "../text/say.ts";
import { account } from "./account.ts";
import { AccountScreen } from "./account_screen.tsx";
import { ProjectScreen } from "./board/project.tsx";
import { TaskScreen } from "./board/task.tsx";
import { Home } from "./home.tsx";
import { Choose } from "./new/choose.tsx";
import { FundStep } from "./new/fund.tsx";
import { PriceStep } from "./new/price.tsx";
import { QuestionStep } from "./new/question.tsx";
import { TasksStep } from "./new/tasks.tsx";
import { hrefOf, route, type Route } from "./route.ts";
import { ready } from "./start.ts";

const STEP = { question: QuestionStep, tasks: TasksStep, price: PriceStep, fund: FundStep };

export function Page() {
  const here = route.value;
  useEffect(() => {
    scrollTo(0, 0);
    document.querySelector<HTMLElement>("h1")?.focus();
    document.title = `${say("requester.title")} · ${say("app.name")}`;
  }, [here, ready.value]);
  return (
    <>
      {ready.value && isPlayMoney.value && (
        <p class="play_money" role="status">
          {say("app.play_money")}
        </p>
      )}
      <div role="status">
        {line.value !== "fine" && <p class="line_banner">{say("requester.no_server")}</p>}
      </div>
      <NoticeList />
      <Bar />
      <main>{ready.value ? <Screen here={here} /> : <p class="screen soft">{say("app.loading")}</p>}</main>
    </>
  );
}

const WAYS = [
  { screen: "home", icon: "work", text: "requester.projects", here: ["home", "project", "task"] },
  { screen: "templates", icon: "down", text: "requester.new", here: ["templates", "new"] },
  { screen: "account", icon: "key", text: "requester.account", here: ["account"] },
] as const;

/** Who has not come in has neither projects nor an account, but may want another language. */
function Bar() {
  const at = route.value.screen;
  const stranger = ready.value && !account.value;
  const ways = WAYS.filter(({ screen }) => !stranger || screen === "templates");
  return (
    <header class="top_bar requester_bar">
      <Brand />
      <nav class="requester_ways" aria-label={say("nav.label")}>
        {ways.map(({ screen, icon, text, here }) => (
          <a
            key={screen}
            href={hrefOf({ screen } as Route)}
            aria-current={(here as readonly string[]).includes(at) ? "page" : undefined}
          >
            <Icon name={icon} />
            <span>{say(text)}</span>
          </a>
        ))}
      </nav>
      {stranger && <LanguagePicker />}
    </header>
  );
}

function Screen({ here }: { here: Route }) {
  if (here.screen === "templates") return <Choose />;
  if (here.screen === "new") {
    const Step = STEP[here.step];
    return <Step />;
  }
  if (!account.value || here.screen === "home") return <Home />;
  if (here.screen === "account") return <AccountScreen />;
  if (here.screen === "task") return <TaskScreen key={here.task} project={here.project} task={here.task} />;
  return <ProjectScreen key={here.project} project={here.project} view={here.view} />;
}
