// From files on this device to tasks: pictures are uploaded under their hash, the rest is read
// by the server, with the same readers as the command line's.

import { signal } from "@preact/signals";
import { sha256 } from "@noble/hashes/sha2.js";
import { Refused } from "../../client/http.ts";
import { toHex } from "../../model/hex.ts";
import { sayFailed } from "../../text/refused.ts";
import { say } from "../../text/say.ts";
import { post, send } from "../api.ts";
import * as shapes from "../shapes.ts";
import { columnsIn } from "./columns.ts";
import { change, draft } from "./draft.ts";

export interface Chosen {
  readonly tasks: File | null;
  readonly gold: File | null;
  readonly media: readonly File[];
}

export const chosen = signal<Chosen>({ tasks: null, gold: null, media: [] });
/** What the columns of the chosen table are called. */
export const columns = signal<readonly string[]>([]);
/** Uploaded and all, while files are sent. */
export const uploading = signal<{ readonly done: number; readonly all: number } | null>(null);
export const problem = signal<string | null>(null);

const AT_ONCE = 4;
const PARSED = /\.(csv|jsonl|ndjson|json)$/i;
const SUFFIX = /\.(mp3|wav|ogg|m4a|flac|mp4|webm)$/i;
const uploaded = new Map<File, string>();

/** A file, by its name, that is neither tasks nor a medium. */
export class NoMedia extends Error {}

/** Takes what was chosen or dropped: at most one file of tasks, and pictures, sounds or films. */
export function choose(files: readonly File[]): Promise<void> {
  const parsed = files.find(({ name }) => PARSED.test(name));
  const media = files.filter(({ name }) => !PARSED.test(name) && !name.startsWith("."));
  const before = chosen.value;
  chosen.value = {
    ...before,
    tasks: parsed ?? (media.length && !before.tasks ? null : before.tasks),
    media: media.length ? media : before.media,
  };
  return readChosen();
}

export function chooseGold(file: File | null): Promise<void> {
  chosen.value = { ...chosen.value, gold: file };
  return readChosen();
}

/** Uploads what is not there yet and reads the tasks; what is wrong is said in `problem`. */
export async function readChosen(): Promise<void> {
  const { tasks, gold, media } = chosen.value;
  if (!tasks && !media.length) return;
  problem.value = null;
  try {
    columns.value = tasks ? columnsIn(tasks.name, await tasks.text()) : [];
    await uploadAll(media);
    const body = {
      config: draft.value.config,
      tasks: tasks && { name: tasks.name, content: await tasks.text() },
      gold: gold && { name: gold.name, content: await gold.text() },
      media: Object.fromEntries(media.map((file) => [pathOf(file), uploaded.get(file)!])),
      label_field: draft.value.label_field.trim() || null,
    };
    const found = await post("/api/imports", body, shapes.imported);
    change({ tasks: found.tasks, gold: found.gold });
  } catch (error) {
    if (!(error instanceof Refused || error instanceof NoMedia)) throw error;
    problem.value = error instanceof NoMedia ? sayNoMedia(error) : sayFailed(error);
  } finally {
    uploading.value = null;
  }
}

async function uploadAll(media: readonly File[]): Promise<void> {
  const waiting = media.filter((file) => !uploaded.has(file));
  const all = waiting.length;
  uploading.value = { done: 0, all };
  const worker = async () => {
    for (let file = waiting.pop(); file; file = waiting.pop()) {
      await upload(file);
      uploading.value = { done: all - waiting.length, all };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function upload(file: File): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const suffix = suffixOf(bytes) ?? SUFFIX.exec(file.name)?.[1]?.toLowerCase();
  if (!suffix) throw new NoMedia(file.name);
  const name = `${toHex(sha256(bytes)).slice(2)}.${suffix}`;
  await send({ method: "PUT", path: `/api/media/${name}`, file: new Blob([bytes]) }, shapes.stored);
  uploaded.set(file, name);
}

function sayNoMedia({ message }: NoMedia): string {
  return say("refusal.at_file", { file: message, what: say("refusal.file_unknown_format") });
}

/** A picture's kind by its first bytes, whatever it is called. */
export function suffixOf(bytes: Uint8Array): string | null {
  const starts = (...start: number[]) => start.every((byte, place) => bytes[place] === byte);
  const ascii = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (starts(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)) return "png";
  if (starts(0xff, 0xd8, 0xff)) return "jpg";
  if (/^GIF8[79]a$/.test(ascii(0, 6))) return "gif";
  return ascii(0, 4) === "RIFF" && ascii(8, 12) === "WEBP" ? "webp" : null;
}

/** Where a file lies in the folder that was chosen: below it, as tasks name it. */
function pathOf(file: File): string {
  return file.webkitRelativePath.split("/").slice(1).join("/") || file.name;
}
