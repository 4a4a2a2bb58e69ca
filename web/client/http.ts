// One request to the operator's API, its answer parsed or refused.

import { OPTIONS, takeAhead } from "./ahead.ts";
import { Malformed, type Shape } from "../model/shape.ts";
import { refusal } from "../model/wire.ts";

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Facts for programs: which line, what was expected. */
    readonly details: { readonly [name: string]: unknown } = {},
  ) {
    super(message);
  }
}

/** No line, no server, or something that is not an answer of this API. */
export class Unreachable extends Error {}

export interface Request {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
  readonly token?: string;
}

const PATIENCE_MS = 20_000;

export async function send<T>(request: Request, shape: Shape<T>): Promise<T> {
  const response = await respond(request);
  const content = await contentOf(response, request.path);
  if (!response.ok) throw refusalOf(response.status, content);
  return shape(content, request.path);
}

async function respond({ method, path, body, token }: Request): Promise<Response> {
  const headers: Record<string, string> = { ...(OPTIONS.headers as Record<string, string>) };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers["Authorization"] = `Bearer ${token}`;
  const options: RequestInit = { ...OPTIONS, method, headers, signal: AbortSignal.timeout(PATIENCE_MS) };
  if (body !== undefined) options.body = JSON.stringify(body);
  try {
    return await (takeAhead(path) ?? fetch(path, options));
  } catch (error) {
    throw new Unreachable(String(error));
  }
}

async function contentOf(response: Response, path: string): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (response.ok && error instanceof SyntaxError) throw new Malformed(path, "JSON", null);
    if (response.ok) throw new Unreachable(String(error));
    return null;
  }
}

function refusalOf(status: number, content: unknown): Error {
  try {
    const { error } = refusal(content, "refusal");
    return new Refused(status, error.code, error.message, error.details);
  } catch {
    return status >= 500
      ? new Unreachable(`status ${status}`)
      : new Refused(status, "unknown", `The server answered ${status}.`);
  }
}
