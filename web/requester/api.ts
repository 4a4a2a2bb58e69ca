// Requests in the requester's name. The login is a cookie that scripts cannot read.

import { Refused, Unreachable } from "../client/http.ts";
import { Malformed, type Shape } from "../model/shape.ts";
import { refusal } from "../model/wire.ts";
import { noteSuccess } from "../state/line.ts";

const PATIENCE_MS = 60_000;

export interface Sending {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  /** A file, sent as it is. */
  readonly file?: Blob;
}

export async function ask<T>(path: string, shape: Shape<T>): Promise<T> {
  return await send({ method: "GET", path }, shape);
}

export async function post<T>(path: string, body: unknown, shape: Shape<T>): Promise<T> {
  return await send({ method: "POST", path, body }, shape);
}

export async function send<T>(sending: Sending, shape: Shape<T>): Promise<T> {
  const response = await respond(sending);
  const content: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refusedAs(response.status, content);
  const understood = shape(content, sending.path);
  noteSuccess(sending.path);
  return understood;
}

/** A file of the server's, to be saved. */
export async function fetchFile(path: string): Promise<Blob> {
  const response = await respond({ method: "GET", path });
  if (!response.ok) throw refusedAs(response.status, await response.json().catch(() => null));
  return await response.blob();
}

async function respond({ method, path, body, file }: Sending): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const options: RequestInit = {
    method,
    headers,
    cache: "no-store",
    credentials: "same-origin",
    signal: AbortSignal.timeout(PATIENCE_MS),
  };
  if (file) options.body = file;
  else if (body !== undefined) options.body = JSON.stringify(body);
  try {
    return await fetch(path, options);
  } catch (error) {
    throw new Unreachable(String(error));
  }
}

function refusedAs(status: number, content: unknown): Error {
  try {
    const { error } = refusal(content, "refusal");
    return new Refused(status, error.code, error.message, error.details);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return new Unreachable(`status ${status}`);
  }
}
