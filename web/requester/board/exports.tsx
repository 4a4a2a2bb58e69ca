// The dataset, taken from the public store and cut out of its bundle in this browser.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { hash, object } from "../../model/shape.ts";
import { keccak, utf8 } from "../../model/typed_data.ts";
import { noteFailure } from "../../state/line.ts";
import { say } from "../../text/say.ts";
import { chain } from "../account.ts";
import { ask, fetchFile } from "../api.ts";
import type * as shapes from "../shapes.ts";

interface File {
  readonly name: string;
  readonly url: string;
  readonly what: "labels" | "answers";
  readonly format: string;
  readonly lines: number;
}

export function Exports({ now }: { now: shapes.Progress }) {
  const files = useSignal<readonly File[]>([]);
  const complete = now.state === "complete";
  useEffect(() => {
    if (!complete) return;
    void filesOf(now.project).then((found) => (files.value = found), noteFailure);
    return () => files.value.forEach(({ url }) => URL.revokeObjectURL(url));
  }, [now.project, complete]);
  return (
    <section class="part">
      <h2>{say("exports.title")}</h2>
      <p class="soft">{say(complete ? "exports.more" : "exports.not_yet")}</p>
      <ul class="exports">
        {files.value.map(({ name, url, what, format, lines }) => (
          <li key={name}>
            <a class="button plain" href={url} download={name}>
              {say(`exports.${what}`, { n: lines, format })}
            </a>
          </li>
        ))}
      </ul>
      <p class="soft small">{say("exports.command")}</p>
    </section>
  );
}

/** The published bundle as files of several kinds, ready to be saved. */
async function filesOf(project: number): Promise<File[]> {
  const [{ openBundle }, { itemsOf, toCsv, toLabelStudio }] = await Promise.all([
    import("../../audit/bundle.ts"),
    import("../../model/exports.ts"),
  ]);
  const { manifest_hash } = await ask(`/api/projects/${project}`, object({ manifest_hash: hash }));
  const { chain_id, pool } = chain.value!;
  const bucket = `lf-${chain_id}-${keccak(utf8(`${chain_id}/${pool}/${manifest_hash}`)).slice(2, 34)}`;
  const bytes = await (await fetchFile(`/api/store/${bucket}/dataset`)).arrayBuffer();
  const bundle = openBundle(new Uint8Array(bytes), "dataset");
  const textOf = (name: string) => new TextDecoder().decode(bundle.get(name)!);
  const [labels, answers] = [textOf("labels.jsonl"), textOf("answers.jsonl")];
  const items = itemsOf(labels, answers);
  const given = items.reduce((sum, item) => sum + item.given.length, 0);
  const file = (what: File["what"], format: string, content: string, suffix: string): File => ({
    name: `project-${project}-${suffix}`,
    url: URL.createObjectURL(new Blob([content], { type: "application/octet-stream" })),
    what,
    format,
    lines: what === "labels" ? items.length : given,
  });
  return [
    file("labels", "CSV", toCsv(items), "labels.csv"),
    file("labels", "Label Studio", toLabelStudio(items), "label-studio.json"),
    file("labels", "JSONL", labels, "labels.jsonl"),
    file("answers", "JSONL", answers, "answers.jsonl"),
  ];
}
