// Show, copy or save the key, after a pause for thought.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { download } from "../client/files.ts";
import { backupFile } from "../model/backup_file.ts";
import { shortAddress } from "../model/checksum.ts";
import { Button } from "../parts/button.tsx";
import { Copyable } from "../parts/copyable.tsx";
import { Icon } from "../parts/icon.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { changeWallet, revealKey, wallet } from "../state/wallet.ts";
import { say } from "../text/say.ts";

export function BackupWallet({ onClose }: { onClose: () => void }) {
  const confirmed = useSignal(false);
  return (
    <Sheet title={say("wallet.backup_title")} onClose={onClose}>
      <p class="warning">{say("wallet.backup_warning")}</p>
      {confirmed.value ? (
        <Revealed />
      ) : (
        <Button wide onPress={() => (confirmed.value = true)}>
          {say("wallet.backup_confirm")}
        </Button>
      )}
    </Sheet>
  );
}

function Revealed() {
  const key = useSignal<string | null>(null);
  useEffect(() => {
    void revealKey().then((revealed) => (key.value = revealed));
    return () => (key.value = null);
  }, []);
  if (key.value === null) return <p class="soft">{say("cash_out.signing")}</p>;
  const noteBackup = () => changeWallet({ backed_up: true });
  const save = () => {
    const { address } = wallet.value!;
    const name = `labelfield-wallet-${shortAddress(address).replace("…", "-")}.json`;
    download(name, backupFile(address, key.value!));
    noteBackup();
  };
  return (
    <>
      <Copyable text={key.value} label={say("wallet.backup_key")} onCopied={noteBackup} />
      <Button wide onPress={save}>
        <Icon name="down" />
        {say("common.download")}
      </Button>
    </>
  );
}
