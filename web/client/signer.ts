// Asks the page's signing worker, which starts when it is first needed.

import type { Asks } from "../model/asks.ts";

export class NotSigned extends Error {}

interface Letter {
  readonly id: number;
  readonly answer?: unknown;
  readonly failure?: string;
}

/** What a worker may be asked, and what it answers, by the act's name. */
type AnyAsks = { readonly [act: string]: { readonly ask: unknown; readonly answer: unknown } };

const open = new Map<number, (letter: Letter) => void>();
let worker: Worker | null = null;
let last = 0;

/** How to ask a worker that knows these acts. */
export function asking<Known extends { [A in keyof Known]: AnyAsks[string] }>() {
  return <A extends keyof Known & string>(act: A, ask: Known[A]["ask"]): Promise<Known[A]["answer"]> =>
    posted(act, ask) as Promise<Known[A]["answer"]>;
}

export const ask = asking<Asks>();

function posted(act: string, ask: unknown): Promise<unknown> {
  const id = ++last;
  return new Promise((resolve, reject) => {
    open.set(id, ({ answer, failure }) => {
      if (failure === undefined) resolve(answer);
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
