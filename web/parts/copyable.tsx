// Text to copy: an address, a transaction, a key.

import "./copyable.css";
import { useSignal } from "@preact/signals";
import { copy } from "../client/files.ts";
import { tell } from "../state/notices.ts";
import { say } from "../text/say.ts";
import { Icon } from "./icon.tsx";

export function Copyable({ text, label, onCopied }: { text: string; label: string; onCopied?: () => void }) {
  const copied = useSignal(false);
  const onCopy = async () => {
    copied.value = await copy(text);
    if (copied.value) onCopied?.();
    else tell(say("common.copy_failed"), "bad");
  };
  return (
    <div class="copyable">
      <bdi class="hex" aria-label={label}>
        {text}
      </bdi>
      <button type="button" aria-label={`${say("common.copy")}: ${label}`} onClick={onCopy}>
        <Icon name={copied.value ? "check" : "copy"} />
      </button>
    </div>
  );
}
