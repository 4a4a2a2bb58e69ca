// Ways in: a wallet that the browser announces, a passkey, or a key made in this browser.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Refused } from "../client/http.ts";
import { hasPasskeys, PasskeyRefused } from "../client/passkey.ts";
import { Button } from "../parts/button.tsx";
import { sayRefused } from "../text/refused.ts";
import { say } from "../text/say.ts";
import { AnotherSite, logInHere, logInWith } from "./account.ts";
import { enterByPasskey, makeByPasskey, makeOnDevice, own } from "./own_wallet.ts";
import { announced } from "./wallets.ts";

class NoPasskey extends Error {}

export function SignIn() {
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const passkeys = useSignal(false);
  useEffect(() => void hasPasskeys().then((there) => (passkeys.value = there)), []);
  const enter = (way: () => Promise<boolean | void>) => async () => {
    busy.value = true;
    problem.value = null;
    try {
      if ((await way()) === false) throw new NoPasskey();
    } catch (error) {
      problem.value = reasonOf(error);
    } finally {
      busy.value = false;
    }
  };
  const here = (make: () => Promise<boolean | void>) => enter(() => logInHere(make));
  const others = announced.value.length > 0;
  return (
    <div class="sign_in">
      {announced.value.map((found) => (
        <Button key={found.id} disabled={busy.value} onPress={enter(() => logInWith(found))}>
          {say("sign_in.with", { wallet: found.name })}
        </Button>
      ))}
      {own.value && (
        <Button look={others ? "plain" : "main"} disabled={busy.value} onPress={here(makeOnDevice)}>
          {say("sign_in.own")}
        </Button>
      )}
      {!own.value && passkeys.value && (
        <>
          <Button look={others ? "plain" : "main"} disabled={busy.value} onPress={here(makeByPasskey)}>
            {say("sign_in.passkey")}
          </Button>
          <Button look="quiet" disabled={busy.value} onPress={here(enterByPasskey)}>
            {say("sign_in.passkey_again")}
          </Button>
        </>
      )}
      {!own.value && (
        <>
          <Button
            look={others || passkeys.value ? "plain" : "main"}
            disabled={busy.value}
            onPress={here(makeOnDevice)}
          >
            {say("sign_in.here")}
          </Button>
          <p class="soft small">{say("sign_in.here_more")}</p>
        </>
      )}
      <p class="field_problem" role="alert" dir="auto">
        {problem.value}
      </p>
    </div>
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof AnotherSite) return say("sign_in.another_site");
  if (error instanceof NoPasskey) return say("sign_in.no_passkey");
  if (error instanceof PasskeyRefused) return say("sign_in.passkey_refused");
  if (error instanceof Refused) return sayRefused(error);
  const said = (error as { message?: unknown } | null)?.message;
  return say("sign_in.failed", { why: String(said ?? error) });
}
