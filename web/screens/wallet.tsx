// The wallet: its address, where it lives, backup, and bringing another.

import "./wallet.css";
import { useSignal } from "@preact/signals";
import { SESSION_S } from "../model/session.ts";
import { toChecksum } from "../model/checksum.ts";
import { BackupSheet } from "../parts/backup_sheet.tsx";
import { Button } from "../parts/button.tsx";
import { Copyable } from "../parts/copyable.tsx";
import { LanguagePicker } from "../parts/language_picker.tsx";
import { changeWallet, revealKey, wallet } from "../state/wallet.ts";
import { say } from "../text/say.ts";
import { ImportWallet } from "./import_wallet.tsx";

export function WalletScreen() {
  const sheet = useSignal<"backup" | "import" | null>(null);
  const { address, backed_up, holder } = wallet.value!;
  return (
    <div class="screen wallet">
      <header>
        <h1 tabIndex={-1}>{say("wallet.title")}</h1>
      </header>
      <section class="part">
        <h2>{say("wallet.address")}</h2>
        <Copyable text={toChecksum(address)} label={say("wallet.address")} />
      </section>
      {holder.kind !== "outside" && <Backup backed_up={backed_up} onBackup={() => (sheet.value = "backup")} />}
      <section class="part">
        <h2>{say("wallet.where_title")}</h2>
        <p class="soft">{say(`wallet.where_${holder.kind}`)}</p>
      </section>
      <section class="part">
        <h2>{say("wallet.session_title")}</h2>
        <p class="soft">{say("wallet.session", { n: SESSION_S / 86400 })}</p>
      </section>
      <section class="part">
        <h2>{say("common.language")}</h2>
        <div>
          <LanguagePicker />
        </div>
      </section>
      <div>
        <Button look="plain" onPress={() => (sheet.value = "import")}>
          {say("wallet.import")}
        </Button>
      </div>
      {sheet.value === "backup" && (
        <BackupSheet
          address={address}
          reveal={revealKey}
          onSaved={() => changeWallet({ backed_up: true })}
          onClose={() => (sheet.value = null)}
        />
      )}
      {sheet.value === "import" && <ImportWallet onClose={() => (sheet.value = null)} />}
    </div>
  );
}

function Backup({ backed_up, onBackup }: { backed_up: boolean; onBackup: () => void }) {
  return (
    <section class="part">
      <h2>
        {say("wallet.backup")}{" "}
        <span class={backed_up ? "backup_state" : "backup_state needed"}>
          {say(backed_up ? "wallet.backup_done" : "wallet.backup_needed")}
        </span>
      </h2>
      <p class="soft">{say("wallet.backup_more")}</p>
      <div>
        <Button look={backed_up ? "plain" : "main"} onPress={onBackup}>
          {say("wallet.backup_button")}
        </Button>
      </div>
    </section>
  );
}
