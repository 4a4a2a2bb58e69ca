// The upper edge: brand, ways through the page, balance.

import "./top_bar.css";
import { Balance } from "./balance.tsx";
import { Brand } from "./brand.tsx";
import { Icon } from "./icon.tsx";
import { LanguagePicker } from "./language_picker.tsx";
import { Ways } from "./ways.tsx";
import { isPlayMoney } from "../state/pool.ts";
import { say } from "../text/say.ts";
import { wallet } from "../state/wallet.ts";

export function TopBar() {
  return (
    <header class="top_bar">
      <Brand />
      {!wallet.value && <LanguagePicker />}
      {wallet.value && <Ways place="top" />}
      {wallet.value && (
        <a class="to_earnings" href="#/earnings">
          <Balance />
        </a>
      )}
    </header>
  );
}

/** While labeling: only the way back, the project's name and the balance. */
export function DeskBar({ title, back }: { title: string; back: string }) {
  return (
    <header class="top_bar desk">
      <a class="way_back" href={back} aria-label={say("nav.back")}>
        <Icon name="back" />
      </a>
      <h1 class="desk_title" dir="auto" tabIndex={-1}>
        {title}
      </h1>
      <a class="to_earnings" href="#/earnings">
        <Balance />
      </a>
    </header>
  );
}

export function PlayMoney() {
  return isPlayMoney.value ? <p class="play_money" role="status">{say("app.play_money")}</p> : null;
}
