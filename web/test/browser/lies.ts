// What a server could lie about to the verifier: of objects, and of the chain.

import { topicOf } from "../../model/abi.ts";

const CHECKPOINT = topicOf("Checkpoint(uint32,uint32,bytes32,uint64,bytes)");

/** Each changes what the verifier is told in one place. */
export const LIES: Record<string, { url: RegExp; lie: (body: Buffer, asked: string) => Buffer }> = {
  "a changed object": { url: /\/api\/store\/[^/]+\/0x[0-9a-f]+$/, lie: (body) => flipped(body, body.length >> 1) },
  "a changed label": {
    url: /\/api\/store\/[^/]+\/dataset$/,
    lie: (body) => flipped(body, body.indexOf('"label":"It') + 9),
  },
  "a changed credit": {
    url: /\/api\/chain$/,
    lie: (body, asked) => (asked.includes(CHECKPOINT) ? lessCredit(body) : body),
  },
};

function flipped(body: Buffer, place: number): Buffer {
  const changed = Buffer.from(body);
  changed[place]! ^= 1;
  return changed;
}

/** The first checkpoint's first entry says a unit less or more: eight bytes, index and amount. */
function lessCredit(body: Buffer): Buffer {
  const answer = JSON.parse(String(body)) as { result: { data: string }[] };
  const log = answer.result[0]!;
  const last = 2 + 2 * (5 * 32 + 7);
  const digit = (parseInt(log.data[last + 1]!, 16) ^ 1).toString(16);
  log.data = log.data.slice(0, last + 1) + digit + log.data.slice(last + 2);
  return Buffer.from(JSON.stringify(answer));
}
