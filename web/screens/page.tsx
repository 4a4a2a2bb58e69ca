// Which screen is shown.

import "./page.css";
import { useEffect } from "preact/hooks";
import { Later } from "../parts/later.tsx";
import { LineBanner } from "../parts/line_banner.tsx";
import { NoticeList } from "../parts/notice_list.tsx";
import { PlayMoney, TopBar } from "../parts/top_bar.tsx";
import { Ways } from "../parts/ways.tsx";
import { projects } from "../state/projects.ts";
import { route, type Route } from "../state/route.ts";
import { readiness } from "../state/start.ts";
import { tabLost } from "../state/tab.ts";
import { distrust } from "../state/trust.ts";
import { wallet } from "../state/wallet.ts";
import { say } from "../text/say.ts";
import { Earnings } from "./earnings.tsx";
import { Label } from "./label.tsx";
import { NoStorage, OtherTab } from "./other.tsx";
import { ProjectScreen } from "./project.tsx";
import { Projects } from "./projects.tsx";
import { Stopped } from "./stopped.tsx";
import { WalletScreen } from "./wallet.tsx";
import { Welcome } from "./welcome.tsx";

const tryScreen = () => import("./try.tsx").then(({ Try }) => Try);

export function Page() {
  const here = route.value;
  useEffect(() => {
    scrollTo(0, 0);
    document.querySelector<HTMLElement>("h1")?.focus();
    document.title = `${titleOf(here)} · ${say("app.name")}`;
  }, [here]);
  return (
    <>
      {readiness.value === "ready" && <PlayMoney />}
      <LineBanner />
      <NoticeList />
      <Screen />
    </>
  );
}

function titleOf(here: Route): string {
  if (here.screen === "label" || here.screen === "project")
    return projects.value?.find(({ project }) => project === here.project)?.title ?? say("nav.projects");
  if (here.screen === "try") return say("try.title");
  return say(`nav.${here.screen}`);
}

function Screen() {
  const here = route.value;
  if (tabLost.value) return <OtherTab />;
  if (readiness.value === "no_storage") return <NoStorage />;
  if (readiness.value === "loading")
    return <Framed content={<p class="screen soft">{say("app.loading")}</p>} />;
  if (here.screen === "try") return <Later load={tryScreen} props={{ sample: here.sample }} />;
  if (!wallet.value) return <Framed content={<Welcome />} />;
  if (here.screen === "wallet") return <Framed content={<WalletScreen />} />;
  if (here.screen === "earnings") return <Framed content={<Earnings />} />;
  if (distrust.value) return <Framed content={<Stopped />} />;
  if (here.screen === "label") return <Label key={here.project} number={here.project} />;
  if (here.screen === "project")
    return <Framed content={<ProjectScreen key={here.project} number={here.project} />} />;
  return <Framed content={<Projects />} />;
}

function Framed({ content }: { content: preact.ComponentChild }) {
  const withWays = wallet.value && route.value.screen !== "project";
  return (
    <>
      <TopBar />
      <main>{content}</main>
      {withWays && <Ways place="bottom" />}
    </>
  );
}
