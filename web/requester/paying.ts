// Money into the pool: in one transaction where an allowance may be signed, else in two.

import * as calls from "../model/pool_calls.ts";
import { requirePool } from "../state/pool.ts";
import { chain, execute, wallet, type Mined } from "./account.ts";
import { permitFor, signedAs } from "./permit.ts";

export interface Payment {
  readonly units: number;
  /** Once the pool itself may take the money. */
  readonly direct: calls.Call;
  readonly signed: (allowance: calls.Signed) => calls.Call;
  /** Told when the allowance is there. */
  readonly onAllowed?: () => void;
}

export async function pay({ units, direct, signed, onAllowed }: Payment): Promise<Mined> {
  const { pool, token } = requirePool();
  const { deposits } = chain.value!;
  const signer = wallet.value!;
  const wanted = { owner: signer.address, token, value: baseUnits(units) };
  const permit = deposits && (await permitFor({ ...wanted, deposits }));
  if (permit) {
    const signature = await signer.signPermit(permit);
    onAllowed?.();
    return await execute(signed(signedAs(permit, signature)));
  }
  await execute(calls.approve(token, pool, wanted.value));
  onAllowed?.();
  return await execute(direct);
}

function baseUnits(units: number): bigint {
  const { token_decimals, unit_decimals } = requirePool();
  return BigInt(units) * 10n ** BigInt(token_decimals - unit_decimals);
}
