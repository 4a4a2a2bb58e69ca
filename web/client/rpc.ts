// A node of the chain, asked by JSON-RPC.

export class NodeRefused extends Error {
  constructor(
    readonly method: string,
    message: string,
  ) {
    super(message);
  }
}

export class NodeUnreachable extends Error {}

export type Ask = (method: string, params: readonly unknown[]) => Promise<unknown>;

const PATIENCE_MS = 20_000;
let last = 0;

/** How to ask the node at an address; `/api/chain` is the one behind the server. */
export function nodeAt(url: string): Ask {
  return async (method, params) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: ++last, method, params });
    const answer = await answered(url, body);
    if (answer.error) throw new NodeRefused(method, String(answer.error.message ?? "refused"));
    return answer.result;
  };
}

async function answered(url: string, body: string): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return (await response.json()) as Answer;
  } catch (error) {
    throw new NodeUnreachable(`${url}: ${String(error)}`);
  }
}

interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly message?: unknown };
}
