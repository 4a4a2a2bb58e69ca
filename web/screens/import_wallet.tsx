// Bring a wallet, unless answers signed by the one before still wait.

import { stored } from "../client/vault.ts";
import { ImportSheet } from "../parts/import_sheet.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { bringKey } from "../state/account.ts";
import { waiting } from "../state/outbox.ts";
import { wallet } from "../state/wallet.ts";
import { say } from "../text/say.ts";

export function ImportWallet({ onClose }: { onClose: () => void }) {
  if (waiting.value)
    return (
      <Sheet title={say("wallet.import_title")} onClose={onClose}>
        <p>{say("wallet.import_waiting")}</p>
      </Sheet>
    );
  const bring = async (pasted: string) => {
    await bringKey(pasted);
    await stored();
  };
  const replaces = wallet.value !== null && !wallet.value.backed_up;
  return <ImportSheet bring={bring} replaces={replaces} onClose={onClose} />;
}
