// Asks the signing worker, which starts when it is first needed.

import type { Act, Asks } from "../model/asks.ts";

export class NotSigned extends Error {}

interface Letter {
  readonly id: number;
  readonly answer?: unknown;
  readonly failure?: string;
}

const open = new Map<number, (letter: Letter) => void>();
let worker: Worker | null = null;
let last = 0;

export function ask<A extends Act>(act: A, ask: Asks[A]["ask"]): Promise<Asks[A]["answer"]> {
  const id = ++last;
  return new Promise((resolve, reject) => {
    open.set(id, ({ answer, failure }) => {
      if (failure === undefined) resolve(answer as Asks[A]["answer"]);
      else reject(new NotSigned(failure));
    });
    started().postMessage({ id, act, ask });
  });
}

function started(): Worker {
  if (worker) return worker;
  worker = new Worker(document.getElementById("page")!.dataset["signer"]!, { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<Letter>) => {
    open.get(data.id)?.(data);
    open.delete(data.id);
  };
  worker.onerror = () => {
    // It could not be fetched: whoever asks again starts another.
    worker = null;
    for (const answer of open.values()) answer({ id: 0, failure: "unreachable" });
    open.clear();
  };
  return worker;
}
