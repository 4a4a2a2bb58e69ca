// Money that lies behind a key without a backup can be lost with the device: say so until there is one.

import "./backup_reminder.css";
import { balance } from "../state/me.ts";
import { hrefOf, route } from "../state/route.ts";
import { wallet } from "../state/wallet.ts";
import { say } from "../text/say.ts";
import { LinkButton } from "./button.tsx";

export function BackupReminder() {
  if (!wallet.value || wallet.value.backed_up || !balance.value || route.value.screen === "wallet") return null;
  return (
    <aside class="backup_reminder" aria-label={say("wallet.backup")}>
      <p>{say("wallet.backup_reminder")}</p>
      <LinkButton look="plain" href={hrefOf({ screen: "wallet" })}>
        {say("wallet.backup_button")}
      </LinkButton>
    </aside>
  );
}
