// Tasks at hand in a project, kept on the device: a reload without a line goes on where it was.

import { now_s } from "../client/clock.ts";
import { read, write } from "../client/vault.ts";
import * as wire from "../model/wire.ts";
import { outboxOf } from "./outbox.ts";
import { poolName } from "./pool.ts";
import { requireWallet } from "./wallet.ts";

/** A task about to fall back to others is not begun. */
const LEAST_LEASE_S = 10;

export function isGood({ expires_s }: wire.Lease): boolean {
  return expires_s > now_s() + LEAST_LEASE_S;
}

export function keepAtHand(project: number, leases: readonly wire.Lease[]): void {
  write(name(project), { leases });
}

/** The tasks kept that can still be answered. */
export function keptAtHand(project: number): readonly wire.Lease[] {
  const waiting = new Set(outboxOf(project).links.map(({ task }) => task));
  const found = read(name(project), wire.leases)?.leases ?? [];
  return found.filter((lease) => isGood(lease) && !waiting.has(lease.task));
}

function name(project: number): string {
  return poolName(`at_hand/${requireWallet().address}/${project}`);
}
