// Show, copy or save the key, after a pause for thought.

import { useSignal } from "@preact/signals";
import { download } from "../client/files.ts";
import { backupFile } from "../model/backup.ts";
import { shortAddress } from "../model/checksum.ts";
import { Button } from "../parts/button.tsx";
import { Copyable } from "../parts/copyable.tsx";
import { Icon } from "../parts/icon.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { noteBackup, wallet } from "../state/wallet.ts";
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
  const { private_key, address } = wallet.value!;
  const save = () => {
    download(`labelfield-wallet-${shortAddress(address).replace("…", "-")}.json`, backupFile(private_key));
    noteBackup();
  };
  return (
    <>
      <Copyable text={private_key} label={say("wallet.backup_key")} onCopied={noteBackup} />
      <Button wide onPress={save}>
        <Icon name="down" />
        {say("common.download")}
      </Button>
    </>
  );
}
