// The first screen: what this is, and one tap to an account.

import "./welcome.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { hasPasskeys, PasskeyRefused } from "../client/passkey.ts";
import { Button, LinkButton } from "../parts/button.tsx";
import { Later } from "../parts/later.tsx";
import { centsText } from "../parts/money.tsx";
import { createByPasskey, createOnDevice } from "../state/account.ts";
import { tell } from "../state/notices.ts";
import { projects } from "../state/projects.ts";
import { say } from "../text/say.ts";

const waysIn = () => import("./ways_in.tsx").then(({ WaysIn }) => WaysIn);

export function Welcome() {
  const others = useSignal(false);
  const passkeys = useSignal(false);
  useEffect(() => void hasPasskeys().then((there) => (passkeys.value = there)), []);
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
        <p class="soft small">{say(passkeys.value ? "welcome.where_passkey" : "welcome.where")}</p>
      </details>
      <div class="welcome_bar">
        <Create passkeys={passkeys.value} />
        <LinkButton look="plain" wide href="#/try">
          {say("try.link")}
        </LinkButton>
        <Button look="quiet" wide onPress={() => (others.value = true)}>
          {say("welcome.others")}
        </Button>
      </div>
      {others.value && <Later load={waysIn} props={{ passkeys: passkeys.value, onClose: () => (others.value = false) }} />}
    </div>
  );
}

function Create({ passkeys }: { passkeys: boolean }) {
  const busy = useSignal(false);
  const create = async () => {
    busy.value = true;
    try {
      if (!passkeys) await createOnDevice(null);
      else if (!(await createByPasskey())) {
        // A passkey without secret bytes cannot hold the money: the key stays on the device, to be backed up.
        await createOnDevice(null);
        tell(say("welcome.no_prf"));
      }
    } catch (error) {
      if (!(error instanceof PasskeyRefused)) throw error;
      tell(say("welcome.passkey_refused"), "bad");
    } finally {
      busy.value = false;
    }
  };
  return (
    <Button wide disabled={busy.value} onPress={() => void create()}>
      {say(passkeys ? "welcome.create_passkey" : "welcome.create")}
    </Button>
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
