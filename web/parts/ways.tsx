// The three places to go: at the lower edge on phones, in the top bar on wide screens.

import "./ways.css";
import { hrefOf, route } from "../state/route.ts";
import { say } from "../text/say.ts";
import { Icon } from "./icon.tsx";

const WAYS = [
  { screen: "projects", icon: "work", text: "nav.projects" },
  { screen: "earnings", icon: "money", text: "nav.earnings" },
  { screen: "wallet", icon: "key", text: "nav.wallet" },
] as const;

export function Ways({ place }: { place: "top" | "bottom" }) {
  return (
    <nav class={`ways ${place}`} aria-label={say("nav.label")}>
      {WAYS.map(({ screen, icon, text }) => (
        <a
          key={screen}
          href={hrefOf({ screen })}
          aria-current={route.value.screen === screen ? "page" : undefined}
        >
          <Icon name={icon} />
          <span>{say(text)}</span>
        </a>
      ))}
    </nav>
  );
}
