// Bring a wallet: paste its key, or choose the file it was saved in.

import { useSignal } from "@preact/signals";
import { stored } from "../client/vault.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { waiting } from "../state/outbox.ts";
import { bringKey } from "../state/account.ts";
import { wallet } from "../state/wallet.ts";
import { say } from "../text/say.ts";

export function ImportWallet({ onClose }: { onClose: () => void }) {
  const pasted = useSignal("");
  const wrong = useSignal(false);
  const bring = async () => {
    try {
      await bringKey(pasted.value);
      await stored();
    } catch {
      wrong.value = true;
      return;
    }
    // Everything kept in memory belongs to the wallet before.
    location.reload();
  };
  if (waiting.value) {
    return (
      <Sheet title={say("wallet.import_title")} onClose={onClose}>
        <p>{say("wallet.import_waiting")}</p>
      </Sheet>
    );
  }
  return (
    <Sheet title={say("wallet.import_title")} onClose={onClose}>
      <p class="soft">{say("wallet.import_more")}</p>
      {wallet.value && !wallet.value.backed_up && <p class="warning">{say("wallet.import_replaces")}</p>}
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
      <label class="button plain file_button">
        {say("wallet.import_file")}
        <input
          type="file"
          accept="application/json,.json"
          onChange={async (event) => (pasted.value = (await event.currentTarget.files?.[0]?.text()) ?? "")}
        />
      </label>
      <Button wide disabled={!pasted.value.trim()} onPress={() => void bring()}>
        {say("wallet.import_button")}
      </Button>
    </Sheet>
  );
}
