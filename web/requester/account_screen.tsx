// The account: address, money, the key's backup, the way out.

import { useSignal } from "@preact/signals";
import { toChecksum } from "../model/checksum.ts";
import { Button } from "../parts/button.tsx";
import { Copyable } from "../parts/copyable.tsx";
import { noteFailure } from "../state/line.ts";
import { say } from "../text/say.ts";
import { account, logOut, wallet } from "./account.ts";
import { PayIn } from "./pay_in.tsx";
import { browserKey } from "./wallets.ts";

export function AccountScreen() {
  const address = toChecksum(account.value!.address);
  return (
    <div class="screen">
      <header>
        <h1 tabIndex={-1}>{say("account.title")}</h1>
      </header>
      <div class="new_pair">
        <div class="new_form">
          <Copyable text={address} label={say("account.address")} />
          {wallet.value?.kind === "browser" && <Backup />}
          <div>
            <Button look="plain" onPress={() => void logOut().catch(noteFailure)}>
              {say("account.log_out")}
            </Button>
          </div>
        </div>
        {wallet.value ? <PayIn short={false} /> : <p class="soft">{say("account.no_wallet")}</p>}
      </div>
    </div>
  );
}

function Backup() {
  const shown = useSignal(false);
  return (
    <section class="part">
      <h2>{say("account.key")}</h2>
      <p class="soft">{say("account.key_more")}</p>
      {shown.value ? (
        <Copyable text={browserKey()!} label={say("account.key")} />
      ) : (
        <div>
          <Button look="plain" onPress={() => (shown.value = true)}>
            {say("account.key_show")}
          </Button>
        </div>
      )}
    </section>
  );
}
