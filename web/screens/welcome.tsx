// The first visit: one button to a wallet.

import "./welcome.css";
import { useSignal } from "@preact/signals";
import { Button, LinkButton } from "../parts/button.tsx";
import { LanguagePicker } from "../parts/language_picker.tsx";
import { centsText } from "../parts/money.tsx";
import { projects } from "../state/projects.ts";
import { enter } from "../state/start.ts";
import { createWallet } from "../state/wallet.ts";
import { say } from "../text/say.ts";
import { ImportWallet } from "./import_wallet.tsx";

export function Welcome() {
  const importing = useSignal(false);
  const create = () => {
    createWallet();
    void enter();
  };
  return (
    <div class="screen welcome">
      <header>
        <h1 tabIndex={-1}>{say("welcome.title")}</h1>
        <p class="lead">{say("welcome.lead")}</p>
      </header>
      <OpenNow />
      <ol class="welcome_steps">
        {([1, 2, 3] as const).map((step) => (
          <li key={step}>
            <b>{say(`welcome.step_${step}`)}</b>
            <span class="soft">{say(`welcome.step_${step}_more`)}</span>
          </li>
        ))}
      </ol>
      <details class="welcome_where">
        <summary>{say("welcome.where_title")}</summary>
        <p class="soft small">{say("welcome.where")}</p>
      </details>
      <div class="welcome_bar">
        <Button wide onPress={create}>
          {say("welcome.create")}
        </Button>
        <LinkButton look="plain" wide href="#/try">
          {say("try.link")}
        </LinkButton>
        <Button look="quiet" wide onPress={() => (importing.value = true)}>
          {say("welcome.import")}
        </Button>
      </div>
      <LanguagePicker />
      {importing.value && <ImportWallet onClose={() => (importing.value = false)} />}
    </div>
  );
}

function OpenNow() {
  const open = projects.value?.filter((project) => project.state === "open") ?? [];
  if (!open.length) return null;
  const prices = [...new Set(open.map((project) => project.price))].sort((a, b) => a - b);
  const range = [prices[0]!, ...(prices.length > 1 ? [prices.at(-1)!] : [])].map(centsText).join("–");
  return (
    <p class="open_now">
      <b>{say("welcome.open_now", { n: open.length })}</b> · {say("welcome.pay", { price: range })}
    </p>
  );
}
