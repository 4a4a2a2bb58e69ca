// Every answer: session, signature, chain, task, position, content (section 6).

import type { Json } from "../model/canonical.ts";
import { answerHash } from "../model/chain.ts";
import { ZERO_HASH, type Address, type Hash, type Signature } from "../model/hex.ts";
import { signerOf } from "../model/keys.ts";
import { hashAnswer, hashAppeal, hashSession } from "../model/messages.ts";
import { digest, type Domain } from "../model/typed_data.ts";
import { ANSWERS_AN_APPEAL, appealPlace } from "./appeals.ts";
import { expect, Mismatch } from "./errors.ts";
import { classOf, type Choice, type Manifest, type Task } from "./manifest.ts";
import { leafOf, rootOf } from "./merkle.ts";
import type { AnswerRow, AppealRow, Record } from "./record.ts";

interface Chain {
  sequence: number;
  head: Hash;
  latest_s: number;
}

/** A signature that is still to be checked: recovering a key is what costs time. */
export interface Due {
  readonly where: string;
  readonly digest: Hash;
  readonly signature: Signature;
  readonly signer: Address;
}

export interface Project {
  readonly number: number;
  readonly domain: Domain;
  readonly manifest: Manifest;
  /** null where something else is asked, which is not judged here. */
  readonly choice: Choice | null;
  readonly tasks: ReadonlyMap<Hash, Task>;
}

/** Hears of records in order and keeps what the next needs. */
export class AnswerCheck {
  readonly due: Due[] = [];
  /** Class by task and labeler of every answer that was opened and is a choice. */
  readonly labels = new Map<Hash, Map<Address, number>>();
  /** The answers themselves, where they are of other types. */
  readonly results = new Map<Hash, Map<Address, Json>>();
  /** Sequence by task and labeler of every answer. */
  readonly sequences = new Map<Hash, Map<Address, number>>();
  answers = 0;
  private readonly chains = new Map<Address, Chain>();
  private readonly places = new Map<Hash, { taken: number; settlement: number }>();
  private readonly sealed = new Map<string, { task: Hash; answer_hash: Hash }>();
  /** Answers that are not opened yet, and the checkpoints whose records hold them. */
  private readonly open = new Map<Hash, { place: string; checkpoint: number }[]>();
  /** Tasks that may have more answers than the rest. */
  private readonly appealed = new Set<Hash>();

  constructor(private readonly project: Project) {}

  read(record: Record, where: string): void {
    const sessions = this.readSessions(record, where);
    const signed = new Map(record.signatures.map((row) => [placeOf(row), row]));
    for (const row of record.appeals)
      this.readAppeal(row, sessions.get(`${row.labeler}/${row.key}`), appealPlace(row, where));
    for (const row of record.answers) {
      const at = `${where}, labeler ${row.labeler}, answer ${row.sequence}`;
      const struct = this.follow(row, at);
      this.note(row, record.header.checkpoint, at);
      const found = signed.get(placeOf(row));
      if (!found) continue;
      signed.delete(placeOf(row));
      this.due.push(this.duty(at, struct, found.signature, found.key));
      this.cover(row.labeler, sessions.get(`${row.labeler}/${found.key}`), at);
    }
    for (const [place] of signed) throw new Mismatch(where, `signature of ${place}`, "an answer", "none");
    for (const [labeler, { latest_s, sequence }] of this.chains)
      if (latest_s) throw new Mismatch(`${where}, labeler ${labeler}, answer ${sequence}`, "signature", "one", "none");
    this.checkPositions(record, where);
    expect(where, "rows_root", rootOf(record.answerLines.map(leafOf)), record.header.rows_root);
  }

  /** A record opens exactly the answers to the tasks that it closes. */
  readContents(record: Record, where: string): void {
    const due = new Map<string, Hash>();
    for (const { task } of record.closings)
      for (const { place, checkpoint } of this.open.get(task) ?? [])
        if (checkpoint <= record.header.checkpoint) due.set(place, task);
    for (const row of record.contents) {
      const at = `${where}, content of labeler ${row.labeler}, answer ${row.sequence}`;
      const task = due.get(placeOf(row));
      if (!task) throw new Mismatch(at, "content", "one of an answer whose task closes here", "another");
      due.delete(placeOf(row));
      const { answer_hash } = this.sealed.get(placeOf(row))!;
      expect(at, "answer_hash", answer_hash, answerHash(row.salt, row.answer));
      const { choice } = this.project;
      if (choice) entry(this.labels, task).set(row.labeler, classOf(row.answer, choice, at));
      else entry(this.results, task).set(row.labeler, row.answer);
    }
    for (const [place] of due) throw new Mismatch(where, `content of ${place}`, "one, as its task closes", "none");
    for (const { task } of record.closings)
      this.open.set(
        task,
        (this.open.get(task) ?? []).filter(({ checkpoint }) => checkpoint > record.header.checkpoint),
      );
  }

  private readSessions(record: Record, where: string): Map<string, number> {
    const sessions = new Map<string, number>();
    const signing = [...record.signatures, ...record.appeals];
    const used = new Set(signing.map(({ labeler, key }) => `${labeler}/${key}`));
    for (const { labeler, key, valid_until_s, signature } of record.sessions) {
      const at = `${where}, session of ${labeler}`;
      if (!used.has(`${labeler}/${key}`)) throw new Mismatch(at, "signatures under it", "at least one", "none");
      sessions.set(`${labeler}/${key}`, valid_until_s);
      this.due.push(this.duty(at, hashSession({ labeler, key, valid_until_s }), signature, labeler));
    }
    return sessions;
  }

  /** An appeal is against one's own answer, and signed like answers. */
  private readAppeal(row: AppealRow, valid_until_s: number | undefined, at: string): void {
    const { labeler, task, time_s, key, signature } = row;
    if (!this.sequences.get(task)?.has(labeler))
      throw new Mismatch(at, "answer of the labeler", "one in an earlier record", "none");
    const struct = hashAppeal({ project: this.project.number, labeler, task, time_s });
    this.due.push(this.duty(at, struct, signature, key));
    checkSession(time_s, valid_until_s, at);
    this.appealed.add(task);
  }

  private duty(where: string, struct: Hash, signature: Signature, signer: Address): Due {
    return { where, digest: digest(this.project.domain, struct), signature, signer };
  }

  private follow(row: AnswerRow, at: string): Hash {
    const chain = entryOf(this.chains, row.labeler, () => ({ sequence: 0, head: ZERO_HASH, latest_s: 0 }));
    expect(at, "sequence", chain.sequence + 1, row.sequence);
    const { labeler, task, answer_hash, sequence, time_s } = row;
    const project = this.project.number;
    const link = { project, labeler, task, answer_hash, sequence, previous: chain.head, time_s };
    chain.sequence = sequence;
    chain.head = hashAnswer(link);
    chain.latest_s = Math.max(chain.latest_s, time_s, 1);
    return chain.head;
  }

  private note(row: AnswerRow, checkpoint: number, at: string): void {
    if (!this.project.tasks.has(row.task)) throw new Mismatch(at, "task", "one of the manifest's", row.task);
    const given = entry(this.sequences, row.task);
    if (given.has(row.labeler)) throw new Mismatch(at, "task", "one answer a labeler", "a second");
    given.set(row.labeler, row.sequence);
    this.sealed.set(placeOf(row), row);
    const waiting = entryOf(this.open, row.task, (): { place: string; checkpoint: number }[] => []);
    waiting.push({ place: placeOf(row), checkpoint });
    this.answers++;
  }

  private cover(labeler: Address, valid_until_s: number | undefined, at: string): void {
    const chain = this.chains.get(labeler)!;
    checkSession(chain.latest_s, valid_until_s, at);
    chain.latest_s = 0;
  }

  /** Positions count a task's answers as they were accepted, over all records. */
  private checkPositions(record: Record, where: string): void {
    const rows = [...record.answers].sort((a, b) => compare(a.task, b.task) || a.position - b.position);
    for (const row of rows) {
      const at = `${where}, labeler ${row.labeler}, answer ${row.sequence}`;
      const places = entryOf(this.places, row.task, () => ({ taken: 0, settlement: 0 }));
      expect(at, `position in task ${row.task}`, places.taken + 1, row.position);
      const { maximum } = this.project.manifest.answers_per_task;
      const most = maximum + (this.appealed.has(row.task) ? ANSWERS_AN_APPEAL : 0);
      if (row.position > most) throw new Mismatch(at, "position", `at most ${most}`, row.position);
      if (row.settlement < places.settlement)
        throw new Mismatch(at, "settlement", `at least ${places.settlement}`, row.settlement);
      places.taken = row.position;
      places.settlement = row.settlement;
    }
  }
}

function checkSession(time_s: number, valid_until_s: number | undefined, at: string): void {
  if (valid_until_s === undefined) throw new Mismatch(at, "session", "one of its key", "none");
  if (time_s > valid_until_s) throw new Mismatch(at, "time", `at most ${valid_until_s}`, time_s);
}

export function checkSignature({ where, digest: signed, signature, signer }: Due): void {
  expect(where, "signer", signer, signerOf(signed, signature));
}

export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function placeOf({ labeler, sequence }: { labeler: Address; sequence: number }): string {
  return `${labeler}/${sequence}`;
}

export function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

function entry<V>(map: Map<Hash, Map<Address, V>>, task: Hash): Map<Address, V> {
  return entryOf(map, task, () => new Map<Address, V>());
}
