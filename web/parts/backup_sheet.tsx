// Show, copy or save the key, after a pause for thought.

import "./backup_sheet.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { download } from "../client/files.ts";
import { backupFile } from "../model/backup_file.ts";
import { shortAddress } from "../model/checksum.ts";
import type { Address } from "../model/hex.ts";
import { Button } from "./button.tsx";
import { Copyable } from "./copyable.tsx";
import { Icon } from "./icon.tsx";
import { Sheet } from "./sheet.tsx";
import { say } from "../text/say.ts";

interface Key {
  readonly address: Address;
  readonly reveal: () => Promise<string>;
  readonly onSaved: () => void;
}

export function BackupSheet({ onClose, ...key }: Key & { onClose: () => void }) {
  const confirmed = useSignal(false);
  return (
    <Sheet title={say("wallet.backup_title")} onClose={onClose}>
      <p class="warning">{say("wallet.backup_warning")}</p>
      {confirmed.value ? (
        <Revealed {...key} />
      ) : (
        <Button wide onPress={() => (confirmed.value = true)}>
          {say("wallet.backup_confirm")}
        </Button>
      )}
    </Sheet>
  );
}

function Revealed({ address, reveal, onSaved }: Key) {
  const key = useSignal<string | null>(null);
  useEffect(() => {
    void reveal().then((revealed) => (key.value = revealed));
    return () => (key.value = null);
  }, []);
  if (key.value === null) return <p class="soft">{say("cash_out.signing")}</p>;
  const save = () => {
    const name = `labelfield-wallet-${shortAddress(address).replace("…", "-")}.json`;
    download(name, backupFile(address, key.value!));
    onSaved();
  };
  return (
    <>
      <Copyable text={key.value} label={say("wallet.backup_key")} onCopied={onSaved} />
      <Button wide onPress={save}>
        <Icon name="down" />
        {say("common.download")}
      </Button>
    </>
  );
}
