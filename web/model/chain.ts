// A labeler's answers in one project: a hash chain, whose last link's signature covers all before it.

import { canonicalContent, type Json } from "./canonical.ts";
import { concat, fromHex, ZERO_HASH, type Address, type Hash } from "./hex.ts";
import { hashAnswer } from "./messages.ts";
import { keccak, utf8 } from "./typed_data.ts";

export interface ChainEnd {
  readonly sequence: number;
  readonly head: Hash;
}

/** What the labeler decided; it does not change when the chain is built anew. */
export interface Decision {
  readonly task: Hash;
  readonly answer: Json;
  readonly salt: string;
  readonly time_s: number;
}

/** A decision at its place in the chain, as it is sent. */
export interface Link extends Decision {
  readonly sequence: number;
  readonly previous: Hash;
}

export const EMPTY_CHAIN: ChainEnd = { sequence: 0, head: ZERO_HASH };

/** `keccak(salt ‖ answer)`, so that an answer cannot be guessed from its hash. */
export function answerHash(salt: string, answer: Json): Hash {
  return keccak(concat(fromHex(salt), utf8(canonicalContent(answer))));
}

/** The head of the chain that ends with this link. */
export function headOf(project: number, labeler: Address, link: Link): Hash {
  return hashAnswer({
    project,
    labeler,
    task: link.task,
    answer_hash: answerHash(link.salt, link.answer),
    sequence: link.sequence,
    previous: link.previous,
    time_s: link.time_s,
  });
}

export function append(end: ChainEnd, decision: Decision): Link {
  const { task, answer, salt, time_s } = decision;
  return { task, answer, salt, time_s, sequence: end.sequence + 1, previous: end.head };
}

/** Chain `decisions` to `end`; returns the links and the new end. */
export function chain(
  project: number,
  labeler: Address,
  end: ChainEnd,
  decisions: readonly Decision[],
): { links: Link[]; end: ChainEnd } {
  const links: Link[] = [];
  for (const decision of decisions) {
    const link = append(end, decision);
    links.push(link);
    end = { sequence: link.sequence, head: headOf(project, labeler, link) };
  }
  return { links, end };
}

/** How many of `links`, chained before, the server already holds when its chain ends at `end`. */
export function alreadyHeld(
  project: number,
  labeler: Address,
  end: ChainEnd,
  links: readonly Link[],
): number {
  const index = links.findIndex(
    (link) => link.sequence === end.sequence && headOf(project, labeler, link) === end.head,
  );
  return index + 1;
}
