// A field for an address, which says what is wrong with one.

import { BadAddress, readAddress } from "../model/checksum.ts";
import type { Address } from "../model/hex.ts";
import { say } from "../text/say.ts";

export function AddressField({ pasted, onPaste }: { pasted: string; onPaste: (text: string) => void }) {
  const read = parsedAddress(pasted);
  const wrong = read instanceof BadAddress ? read : null;
  return (
    <div class="field">
      <label for="address">{say("cash_out.address")}</label>
      <input
        id="address"
        type="text"
        dir="ltr"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={pasted}
        aria-invalid={wrong !== null}
        aria-describedby="address_help"
        onInput={(event) => onPaste(event.currentTarget.value)}
      />
      <small id="address_help" class={wrong ? "wrong" : "soft"}>
        {wrong ? say(`cash_out.address_${wrong.why}`) : say("cash_out.address_hint")}
      </small>
    </div>
  );
}

/** The address, what is wrong with it, or null while nothing is there. */
export function parsedAddress(pasted: string): Address | BadAddress | null {
  if (!pasted.trim()) return null;
  try {
    return readAddress(pasted);
  } catch (error) {
    return error as BadAddress;
  }
}
