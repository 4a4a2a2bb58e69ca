// Other ways to an account: a passkey made before, another wallet, an address to be paid at, a key.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { addressIn, findWallets, type OutsideWallet } from "../client/outside_wallet.ts";
import { BadAddress } from "../model/checksum.ts";
import { AddressField, parsedAddress } from "../parts/address_field.tsx";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { connectWallet, createOnDevice, enterByPasskey } from "../state/account.ts";
import { say } from "../text/say.ts";
import { ImportWallet } from "./import_wallet.tsx";

export function WaysIn({ passkeys, onClose }: { passkeys: boolean; onClose: () => void }) {
  const importing = useSignal(false);
  const problem = useSignal("");
  const attempt = (act: () => Promise<boolean | void>, otherwise: string) => async () => {
    problem.value = "";
    try {
      if ((await act()) === false) problem.value = otherwise;
    } catch {
      problem.value = otherwise;
    }
  };
  if (importing.value) return <ImportWallet onClose={onClose} />;
  return (
    <Sheet title={say("ways_in.title")} onClose={onClose}>
      <div role="alert">{problem.value && <p class="wrong">{problem.value}</p>}</div>
      {passkeys && (
        <>
          <Button wide onPress={attempt(enterByPasskey, say("ways_in.no_passkey"))}>
            {say("ways_in.passkey")}
          </Button>
          <Button look="plain" wide onPress={() => void createOnDevice(null)}>
            {say("ways_in.on_device")}
          </Button>
        </>
      )}
      <Outside
        onPick={(wallet) =>
          void attempt(async () => connectWallet(wallet.rdns, await addressIn(wallet)), say("ways_in.refused"))()
        }
      />
      <PaidTo />
      <Button look="quiet" wide onPress={() => (importing.value = true)}>
        {say("ways_in.import")}
      </Button>
    </Sheet>
  );
}

function Outside({ onPick }: { onPick: (wallet: OutsideWallet) => void }) {
  const found = useSignal<readonly OutsideWallet[]>([]);
  useEffect(() => void findWallets().then((wallets) => (found.value = wallets)), []);
  return (
    <>
      {found.value.map((wallet) => (
        <Button key={wallet.rdns} look="plain" wide onPress={() => onPick(wallet)}>
          {say("ways_in.connect", { name: wallet.name })}
        </Button>
      ))}
    </>
  );
}

function PaidTo() {
  const pasted = useSignal("");
  const read = parsedAddress(pasted.value);
  const ready = read !== null && !(read instanceof BadAddress);
  return (
    <details class="part">
      <summary>{say("ways_in.paid_to")}</summary>
      <p class="soft small">{say("ways_in.paid_to_more")}</p>
      <AddressField pasted={pasted.value} onPaste={(text) => (pasted.value = text)} />
      <Button wide disabled={!ready} onPress={() => ready && void createOnDevice(read)}>
        {say("ways_in.paid_to_button")}
      </Button>
    </details>
  );
}
