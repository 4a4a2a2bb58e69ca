// What a task's data say, as it is shown. The server has checked the shapes; this reads them.

import type { Json } from "../model/canonical.ts";
import type { ShownObject } from "../model/face.ts";
import type { Work } from "../state/work.ts";

type Fields = { readonly [key: string]: Json };

export interface Item {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

export interface Turn {
  readonly who: string;
  readonly text: string;
}

export function textOf(work: Work, object: ShownObject): string {
  const value = work.data[object.field];
  return typeof value === "string" ? value : "";
}

export function turnsOf(work: Work, object: ShownObject): Turn[] {
  const [who, text] = object.kind === "chat" ? ["role", "content"] : [object.name_key, object.text_key];
  return listIn(work, object).map((turn) => ({
    who: String(turn[who] ?? ""),
    text: String(turn[text] ?? ""),
  }));
}

export function itemsOf(work: Work, name: string): Item[] {
  const object = work.face.objects.find((one) => one.name === name)!;
  return listIn(work, object).map((item) => ({
    id: String(item["id"]),
    title: String(item["title"] ?? ""),
    body: String(item["body"] ?? ""),
  }));
}

function listIn(work: Work, object: ShownObject): Fields[] {
  const value = work.data[object.field];
  return Array.isArray(value) ? (value as Fields[]) : [];
}
