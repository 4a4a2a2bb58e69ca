// What the chain says of one project, by JSON-RPC and nothing else.

import type { Ask } from "../client/rpc.ts";
import { decode, topicOf, wordOf, type Decoded, type Type } from "../model/abi.ts";
import { fromHex, type Address, type Hash } from "../model/hex.ts";
import * as calls from "../model/pool_calls.ts";
import { keccak, utf8 } from "../model/typed_data.ts";
import { expect, Mismatch } from "./errors.ts";

export interface Place {
  readonly pool: Address;
  readonly firstBlock: number;
  readonly project: number;
}

export interface Checkpoint {
  readonly number: number;
  readonly record: Hash;
  readonly fee: number;
  readonly entries: readonly (readonly [index: number, amount: number])[];
  readonly block: number;
}

export interface Facts {
  readonly chainId: number;
  readonly pool: Address;
  readonly project: number;
  readonly operator: Address;
  readonly manifestHash: Hash;
  readonly store: string;
  readonly fee_bps: number;
  readonly max_unopened: number;
  readonly state: calls.ProjectState;
  readonly checkpoints: readonly Checkpoint[];
  /** Keys of the records that are open, by checkpoint. */
  readonly keys: ReadonlyMap<number, Hash>;
  /** Labelers by their index in the Registry. */
  readonly labelers: ReadonlyMap<number, Address>;
  readonly closeBlock: number | null;
  readonly noticeOver: boolean;
  readonly sealedFor_s: number;
  readonly grace_s: number;
}

const BLOCKS_AT_ONCE = 5_000;
const ENTRY = 8;

const OPENED: Type[] = ["bytes32", "string", "uint16", "uint64", "uint64"];
const CHECKPOINT = topicOf("Checkpoint(uint32,uint32,bytes32,uint64,bytes)");
const RECORDS_OPENED = topicOf("RecordsOpened(uint32,uint32,uint32,bytes32,uint64,uint40)");
const CLOSE_REQUESTED = topicOf("CloseRequested(uint32,uint40)");
const LABELER_REGISTERED = topicOf("LabelerRegistered(uint32,address)");

interface Log {
  readonly topics: readonly Hash[];
  readonly data: string;
  readonly block: number;
}

export async function readFacts(ask: Ask, { pool, firstBlock, project }: Place): Promise<Facts> {
  const where = `project ${project}`;
  const read = async (to: Address, name: string, types: Type[]) =>
    decode(types, String(await ask("eth_call", [calls.read(to, name), "latest"])));
  const chainId = Number(await ask("eth_chainId", []));
  const last = Number(await ask("eth_blockNumber", []));
  const logs = (from: Address, ...topics: Hash[]) => readLogs(ask, from, topics, firstBlock, last);
  const [opened] = await logs(pool, calls.PROJECT_OPENED, wordOf(project));
  if (!opened) throw new Mismatch(where, "opening", `one in pool ${pool} from block ${firstBlock}`, "none");
  const state = calls.projectStateIn(
    String(await ask("eth_call", [calls.projectState(pool, project), "latest"])),
  );
  const checkpoints = (await logs(pool, CHECKPOINT, wordOf(project))).map(checkpointIn).slice(0, state.checkpoints);
  expect(where, "checkpoint events", state.checkpoints, checkpoints.length);
  const openings = await logs(pool, RECORDS_OPENED, wordOf(project));
  if (openings.length < state.openings) throw new Mismatch(where, "opening events", state.openings, openings.length);
  const [registry] = (await read(pool, "registry", ["address"])) as [Address];
  const [operator] = (await read(pool, "operator", ["address"])) as [Address];
  const periods = await read(pool, "periods", Array<Type>(9).fill("uint32"));
  const [closing] = await logs(pool, CLOSE_REQUESTED, wordOf(project));
  const { timestamp } = (await ask("eth_getBlockByNumber", ["latest", false])) as { timestamp: string };
  const time_s = Number(timestamp);
  const [manifestHash, store, fee_bps, max_unopened] = decode(OPENED, opened.data);
  return {
    chainId,
    pool,
    project,
    operator,
    manifestHash: manifestHash as Hash,
    store: store as string,
    fee_bps: Number(fee_bps),
    max_unopened: Number(max_unopened),
    state,
    checkpoints,
    keys: keysIn(openings),
    labelers: labelersIn(await logs(registry, LABELER_REGISTERED)),
    closeBlock: closing ? closing.block : null,
    noticeOver: state.closes_at_s > 0 && state.closes_at_s < time_s,
    sealedFor_s: state.unopened_since_s ? time_s - state.unopened_since_s : 0,
    grace_s: Number(periods[1]),
  };
}

async function readLogs(
  ask: Ask,
  address: Address,
  topics: readonly Hash[],
  from: number,
  last: number,
): Promise<Log[]> {
  const found: Log[] = [];
  for (let start = from; start <= last; start += BLOCKS_AT_ONCE) {
    const end = Math.min(start + BLOCKS_AT_ONCE - 1, last);
    const wanted = { address, topics, fromBlock: `0x${start.toString(16)}`, toBlock: `0x${end.toString(16)}` };
    for (const log of (await ask("eth_getLogs", [wanted])) as (Omit<Log, "block"> & { blockNumber: string })[])
      found.push({ topics: log.topics, data: log.data, block: Number(log.blockNumber) });
  }
  return found;
}

function checkpointIn({ data, block }: Log): Checkpoint {
  const values = decode(["uint32", "bytes32", "uint64", "bytes"], data);
  const [number, record, fee, packed] = values as [Decoded, Hash, Decoded, string];
  return { number: Number(number), record, fee: Number(fee), entries: entriesIn(fromHex(packed)), block };
}

function entriesIn(packed: Uint8Array): [number, number][] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  return Array.from({ length: Math.floor(packed.length / ENTRY) }, (_, place) => [
    view.getUint32(place * ENTRY),
    view.getUint32(place * ENTRY + 4),
  ]);
}

/** Each opening's key opens its last checkpoint; its keccak the one before. */
function keysIn(openings: readonly Log[]): ReadonlyMap<number, Hash> {
  const told = openings.map(({ data }) => {
    const [, last, key] = decode(["uint32", "uint32", "bytes32", "uint64", "uint40"], data);
    return { last: Number(last), key: key as Hash };
  });
  told.sort((a, b) => a.last - b.last);
  const keys = new Map<number, Hash>();
  let first = 1;
  for (const { last, key } of told) {
    let current = key;
    for (let checkpoint = last; checkpoint >= first; checkpoint--) {
      keys.set(checkpoint, current);
      current = keccak(fromHex(current));
    }
    first = last + 1;
  }
  return keys;
}

function labelersIn(logs: readonly Log[]): ReadonlyMap<number, Address> {
  return new Map(
    logs.map(({ topics }) => [Number(BigInt(topics[1]!)), `0x${topics[2]!.slice(26)}` as Address]),
  );
}

/** Where a project's public objects are in a store (section 5). */
export function bucketOf({ chainId, pool, manifestHash }: Facts): string {
  const identity = keccak(utf8(`${chainId}/${pool}/${manifestHash}`)).slice(2, 34);
  return `lf-${chainId}-${identity}`;
}

