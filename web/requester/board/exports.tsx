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
  readonly lines: number;
}

const FILES = ["labels", "answers"] as const;

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
        {files.value.map(({ name, url, lines }, place) => (
          <li key={name}>
            <a class="button plain" href={url} download={name}>
              {say(`exports.${FILES[place]!}`, { n: lines })}
            </a>
          </li>
        ))}
      </ul>
      <p class="soft small">{say("exports.command")}</p>
    </section>
  );
}

/** Both files of the published bundle, ready to be saved. */
async function filesOf(project: number): Promise<File[]> {
  const { openBundle } = await import("../../audit/bundle.ts");
  const { manifest_hash } = await ask(`/api/projects/${project}`, object({ manifest_hash: hash }));
  const { chain_id, pool } = chain.value!;
  const bucket = `lf-${chain_id}-${keccak(utf8(`${chain_id}/${pool}/${manifest_hash}`)).slice(2, 34)}`;
  const bytes = await (await fetchFile(`/api/store/${bucket}/dataset`)).arrayBuffer();
  const bundle = openBundle(new Uint8Array(bytes), "dataset");
  return FILES.map((name) => {
    const content = bundle.get(`${name}.jsonl`)!;
    const url = URL.createObjectURL(new Blob([content as BlobPart], { type: "application/jsonl" }));
    const lines = content.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0);
    return { name: `project-${project}-${name}.jsonl`, url, lines };
  });
}
