// Which screen is shown.

import "./page.css";
import { useEffect } from "preact/hooks";
import { Later, withTools } from "../parts/later.tsx";
import { BackupReminder } from "../parts/backup_reminder.tsx";
import { LineBanner } from "../parts/line_banner.tsx";
import { NoticeList } from "../parts/notice_list.tsx";
import { Standstill } from "../parts/standstill.tsx";
import { PlayMoney, TopBar } from "../parts/top_bar.tsx";
import { Ways } from "../parts/ways.tsx";
import { projects } from "../state/projects.ts";
import { route, type Route } from "../state/route.ts";
import { readiness } from "../state/start.ts";
import { standstill } from "../state/standstill.ts";
import { tabLost } from "../state/tab.ts";
import { distrust } from "../state/trust.ts";
import { wallet } from "../state/wallet.ts";
import { say } from "../text/say.ts";
import { Label } from "./label.tsx";
import { NoStorage, OtherTab } from "./other.tsx";
import { Projects } from "./projects.tsx";
import { Welcome } from "./welcome.tsx";

const tryScreen = () => withTools(import("./try.tsx").then(({ Try }) => Try));
const answers = () => import("./answers.tsx").then(({ Answers }) => Answers);
const earnings = () => import("./earnings.tsx").then(({ Earnings }) => Earnings);
const project = () => import("./project.tsx").then(({ ProjectScreen }) => ProjectScreen);
const stopped = () => import("./stopped.tsx").then(({ Stopped }) => Stopped);
const walletScreen = () => import("./wallet.tsx").then(({ WalletScreen }) => WalletScreen);

/** Fetches what comes next while nothing else is to do, so that it is there without a line too. */
function fetchAhead(): void {
  const soon = "requestIdleCallback" in window ? requestIdleCallback : (act: () => void) => setTimeout(act, 1000);
  soon(() => void Promise.allSettled([project(), earnings(), walletScreen()]));
}

export function Page() {
  const here = route.value;
  useEffect(() => {
    scrollTo(0, 0);
    focusTitle();
    document.title = `${titleOf(here)} · ${say("app.name")}`;
  }, [here]);
  useEffect(() => {
    if (readiness.value === "ready") fetchAhead();
  }, [readiness.value]);
  return (
    <>
      {readiness.value === "ready" && <PlayMoney />}
      <LineBanner />
      <NoticeList />
      <Screen />
    </>
  );
}

/** A new screen is read from its title on. */
function focusTitle(): void {
  document.querySelector<HTMLElement>("h1")?.focus();
}

function titleOf(here: Route): string {
  if (here.screen === "label" || here.screen === "project")
    return projects.value?.find(({ project }) => project === here.project)?.title ?? say("nav.projects");
  if (here.screen === "try") return say("try.title");
  if (here.screen === "answers") return say("answers.title");
  return say(`nav.${here.screen}`);
}

function Screen() {
  const here = route.value;
  if (tabLost.value) return <OtherTab />;
  if (readiness.value === "no_storage") return <NoStorage />;
  if (here.screen === "try") return <Later load={tryScreen} props={{ sample: here.sample }} />;
  if (readiness.value === "loading")
    return <Framed content={<p class="screen soft">{say("app.loading")}</p>} />;
  if (!wallet.value) return <Framed content={<Welcome />} />;
  if (here.screen === "wallet") return <Framed content={<Later key="wallet" load={walletScreen} props={{}} onShown={focusTitle} />} />;
  if (here.screen === "earnings") return <Framed content={<Later key="earnings" load={earnings} props={{}} onShown={focusTitle} />} />;
  if (here.screen === "answers")
    return <Framed content={<Later key={`answers/${here.project}`} load={answers} props={{ project: here.project }} onShown={focusTitle} />} />;
  if (distrust.value) return <Framed content={<Later key="stopped" load={stopped} props={{}} onShown={focusTitle} />} />;
  if (standstill.value && here.screen === "label") return <Framed content={null} />;
  if (here.screen === "label") return <Label key={here.project} number={here.project} />;
  if (here.screen === "project")
    return <Framed content={<Later key={`project/${here.project}`} load={project} props={{ number: here.project }} onShown={focusTitle} />} />;
  return <Framed content={<Projects />} />;
}

function Framed({ content }: { content: preact.ComponentChild }) {
  const withWays = wallet.value && route.value.screen !== "project";
  return (
    <>
      <TopBar />
      <main>
        <Standstill />
        <BackupReminder />
        {content}
      </main>
      {withWays && <Ways place="bottom" />}
    </>
  );
}
