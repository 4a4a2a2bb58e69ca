// The built page and the fake operator over HTTP.

import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { extname, join, normalize } from "node:path";
import { newPrivateKey, type PrivateKey } from "../../model/keys.ts";
import { Operator, Refusal } from "./operator.ts";
import { pictures } from "./projects.ts";

/** Node runs in `web/`. */
const ASSETS = join(process.cwd(), "../src/labelfield/server/assets");
const CSP =
  "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; script-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
const KINDS: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".txt": "text/plain",
  ".webmanifest": "application/manifest+json",
};

let operator = new Operator(31337);

export interface Fake {
  readonly url: string;
  /** A new operator at the same address, on chain `chainId`, signing receipts with `receiptKey`. */
  afresh(chainId: number, receiptKey?: PrivateKey): Operator;
  close(): void;
}

export async function serveFake(port: number): Promise<Fake> {
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const afresh = (chainId: number, receiptKey?: PrivateKey) => (operator = new Operator(chainId, receiptKey));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url, afresh, close };
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader("Content-Security-Policy", CSP);
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://fake");
  try {
    if (pathname.includes("/media/")) {
      response.setHeader("Content-Type", "image/png").end(pictures.get(pathname.split("/").at(-1)!));
    } else if (pathname.startsWith("/api/")) {
      const content = answer(
        request.method ?? "GET",
        pathname,
        Number(searchParams.get("project") ?? /\d+/.exec(pathname)?.[0]),
        await bodyOf(request),
        request.headers.authorization?.slice(7) ?? "",
      );
      response.setHeader("Content-Type", "application/json").end(JSON.stringify(content));
    } else {
      const file = normalize(pathname === "/" ? "/index.html" : pathname);
      response
        .setHeader("Content-Type", KINDS[extname(file)] ?? "application/octet-stream")
        .setHeader("Content-Encoding", "gzip")
        .end(await packed(join(ASSETS, file)));
    }
  } catch (error) {
    const { status, code, message } =
      error instanceof Refusal ? error : new Refusal(404, "not_found", String(error));
    response
      .writeHead(status, { "Content-Type": "application/json" })
      .end(JSON.stringify({ error: { code, message, details: {} } }));
  }
}

const asPacked = new Map<string, Buffer>();

/** Packed once, as a proxy would: the machine is shared with the browser that is measured. */
async function packed(path: string): Promise<Buffer> {
  const found = asPacked.get(path) ?? gzipSync(await readFile(path));
  asPacked.set(path, found);
  return found;
}

function answer(method: string, path: string, number: number, body: any, token: string): unknown {
  const route = `${method} ${path.replace(/\d+/g, "#")}`;
  switch (route) {
    case "GET /api/pool":
      return operator.pool();
    case "GET /api/projects":
      return { projects: operator.projects.map(({ details }) => details) };
    case "GET /api/projects/#":
      return operator.project(number).details;
    case "GET /api/market":
      return { projects: operator.market() };
    case "GET /api/nonce":
      return { nonce: newPrivateKey() };
    case "POST /api/sessions":
      return operator.logIn(body);
    default:
      return answerLabeler(route, number, body, token);
  }
}

function answerLabeler(route: string, number: number, body: any, token: string): unknown {
  const session = operator.sessions.get(token);
  if (!session) throw new Refusal(401, "unauthorized", "Log in first.");
  const { labeler } = session;
  switch (route) {
    case "POST /api/projects/#/join": {
      const { sequence, head } = operator.standing(labeler, number);
      return { project: number, sequence, head };
    }
    case "POST /api/projects/#/leases":
      return { leases: operator.leases(labeler, number, body.count), resting: false };
    case "POST /api/projects/#/skips":
      operator.standing(labeler, number).done.add(body.task);
      return {};
    case "POST /api/projects/#/answers":
      return { receipts: operator.accept(session, number, body.answers, body.signature) };
    case "POST /api/projects/#/reports":
      return {};
    case "POST /api/projects/#/appeals":
      return operator.appeal(session, number, body);
    case "GET /api/me/answers":
      return operator.answers(labeler, number);
    case "GET /api/me":
      return operator.me(labeler);
    case "POST /api/me/withdrawals":
      return operator.withdraw(labeler, body);
    case "GET /api/me/withdrawals/#":
      return operator.me(labeler).withdrawals.find(({ id }) => id === String(number));
    default:
      throw new Refusal(404, "not_found", route);
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return pieces.length ? JSON.parse(Buffer.concat(pieces).toString()) : {};
}
