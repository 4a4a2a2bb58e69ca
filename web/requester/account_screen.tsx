// The account: address, money, the key's backup, another key, the language, the way out.

import { useSignal } from "@preact/signals";
import { toChecksum } from "../model/checksum.ts";
import { BackupSheet } from "../parts/backup_sheet.tsx";
import { Button } from "../parts/button.tsx";
import { Copyable } from "../parts/copyable.tsx";
import { ImportSheet } from "../parts/import_sheet.tsx";
import { LanguagePicker } from "../parts/language_picker.tsx";
import { noteFailure } from "../state/line.ts";
import { say } from "../text/say.ts";
import { account, bringOwn, logOut, wallet } from "./account.ts";
import { noteBackup, own, revealKey } from "./own_wallet.ts";
import { PayIn } from "./pay_in.tsx";

export function AccountScreen() {
  const address = toChecksum(account.value!.address);
  return (
    <div class="screen">
      <header>
        <h1 tabIndex={-1}>{say("account.title")}</h1>
      </header>
      <div class="new_pair">
        <div class="new_form">
          <section class="part">
            <h2>{say("account.address")}</h2>
            <Copyable text={address} label={say("account.address")} />
          </section>
          {wallet.value?.kind === "own" && <Key />}
          <section class="part">
            <h2>{say("common.language")}</h2>
            <div>
              <LanguagePicker />
            </div>
          </section>
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

function Key() {
  const sheet = useSignal<"backup" | "import" | null>(null);
  const { address, backed_up, passkey } = own.value!;
  const close = () => (sheet.value = null);
  return (
    <section class="part">
      <h2>
        {say("wallet.backup")}{" "}
        <span class={backed_up ? "backup_state" : "backup_state needed"}>
          {say(backed_up ? "wallet.backup_done" : "wallet.backup_needed")}
        </span>
      </h2>
      <p class="soft">{say(passkey ? "wallet.where_passkey" : "wallet.where_device")}</p>
      <div class="drop_ways">
        <Button look={backed_up ? "plain" : "main"} onPress={() => (sheet.value = "backup")}>
          {say("wallet.backup_button")}
        </Button>
        <Button look="quiet" onPress={() => (sheet.value = "import")}>
          {say("wallet.import")}
        </Button>
      </div>
      {sheet.value === "backup" && (
        <BackupSheet address={address} reveal={revealKey} onSaved={noteBackup} onClose={close} />
      )}
      {sheet.value === "import" && <ImportSheet bring={bringOwn} replaces={!backed_up} onClose={close} />}
    </section>
  );
}
