// Ways in: a wallet that the browser announces, or one made here.

import { useSignal } from "@preact/signals";
import { Refused } from "../client/http.ts";
import { Button } from "../parts/button.tsx";
import { say } from "../text/say.ts";
import { AnotherSite, logInHere, logInWith } from "./account.ts";
import { announced } from "./wallets.ts";

export function SignIn() {
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const enter = async (way: () => Promise<void>) => {
    busy.value = true;
    problem.value = null;
    try {
      await way();
    } catch (error) {
      problem.value = reasonOf(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <div class="sign_in">
      {announced.value.map((found) => (
        <Button key={found.id} disabled={busy.value} onPress={() => void enter(() => logInWith(found))}>
          {say("sign_in.with", { wallet: found.name })}
        </Button>
      ))}
      <Button
        look={announced.value.length ? "plain" : "main"}
        disabled={busy.value}
        onPress={() => void enter(logInHere)}
      >
        {say("sign_in.here")}
      </Button>
      <p class="soft small">{say("sign_in.here_more")}</p>
      <p class="field_problem" role="alert" dir="auto">
        {problem.value}
      </p>
    </div>
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof AnotherSite) return say("sign_in.another_site");
  if (error instanceof Refused) return error.message;
  const said = (error as { message?: unknown } | null)?.message;
  return say("sign_in.failed", { why: String(said ?? error) });
}
