// Bring a wallet: paste its key, or choose the file it was saved in.

import { useSignal } from "@preact/signals";
import { say } from "../text/say.ts";
import { Button } from "./button.tsx";
import { FileButton } from "./file_button.tsx";
import { Sheet } from "./sheet.tsx";

export function ImportSheet({
  bring: take,
  replaces,
  onClose,
}: {
  /** Keeps the key; rejects where it is none. */
  bring: (pasted: string) => Promise<void>;
  /** Whether a key without a backup goes. */
  replaces: boolean;
  onClose: () => void;
}) {
  const pasted = useSignal("");
  const wrong = useSignal(false);
  const bring = async () => {
    try {
      await take(pasted.value);
    } catch {
      wrong.value = true;
      return;
    }
    // Everything kept in memory belongs to the wallet before.
    location.reload();
  };
  return (
    <Sheet title={say("wallet.import_title")} onClose={onClose}>
      <p class="soft">{say("wallet.import_more")}</p>
      {replaces && <p class="warning">{say("wallet.import_replaces")}</p>}
      <div class="field">
        <label for="key">{say("wallet.import_field")}</label>
        <textarea
          id="key"
          rows={3}
          dir="ltr"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={pasted.value}
          aria-invalid={wrong.value}
          onInput={(event) => {
            pasted.value = event.currentTarget.value;
            wrong.value = false;
          }}
        />
        <small class="wrong" role="alert">
          {wrong.value && say("wallet.import_bad")}
        </small>
      </div>
      <FileButton
        text={say("wallet.import_file")}
        accept="application/json,.json"
        onFiles={async ([file]) => (pasted.value = (await file?.text()) ?? "")}
      />
      <Button wide disabled={!pasted.value.trim()} onPress={() => void bring()}>
        {say("wallet.import_button")}
      </Button>
    </Sheet>
  );
}
