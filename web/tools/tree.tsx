// A tree of classes: branches open, places are picked.

import { useSignal } from "@preact/signals";
import type { Json } from "../model/canonical.ts";
import type { Node, Question } from "../model/face.ts";
import { say } from "../text/say.ts";
import type { Reply } from "./question.tsx";

type Taxonomy = Extract<Question, { type: "taxonomy" }>;
type Path = readonly string[];

const same = (a: Path, b: Path) => a.join("\n") === b.join("\n");

export function Tree({ question, said, onSay }: Reply<Taxonomy>) {
  const chosen = (said ?? []) as Path[];
  const pick = (path: Path) => {
    const others = chosen.filter((one) => !same(one, path));
    const room = question.most === null || others.length < question.most;
    const next =
      others.length < chosen.length ? others : room ? [...chosen, path] : [...chosen.slice(1), path];
    onSay(next.length ? (next as unknown as Json) : null);
  };
  return (
    <ul class="tree">
      {question.nodes.map((node) => (
        <Branch
          key={node.value}
          node={node}
          path={[node.value]}
          chosen={chosen}
          question={question}
          onPick={pick}
        />
      ))}
    </ul>
  );
}

interface Place {
  readonly node: Node;
  readonly path: Path;
  readonly chosen: readonly Path[];
  readonly question: Taxonomy;
  readonly onPick: (path: Path) => void;
}

function Branch(place: Place) {
  const { node, path, chosen, question, onPick } = place;
  const inside = chosen.some((one) => one.length > path.length && same(one.slice(0, path.length), path));
  const open = useSignal(inside);
  const isBranch = node.children.length > 0;
  const pickable = !isBranch || !question.leafs_only;
  return (
    <li>
      <div class="tree_row">
        {isBranch && (
          <button
            type="button"
            class="tree_open"
            aria-expanded={open.value}
            aria-label={say("tool.open_branch", { name: node.title })}
            onClick={() => (open.value = !open.value)}
          >
            {open.value ? "−" : "+"}
          </button>
        )}
        <button
          type="button"
          class="tree_pick"
          role={pickable ? "checkbox" : undefined}
          aria-checked={pickable ? chosen.some((one) => same(one, path)) : undefined}
          onClick={() => (pickable ? onPick(path) : (open.value = !open.value))}
        >
          {pickable && <i class="box" aria-hidden="true" />}
          <span dir="auto">{node.title}</span>
        </button>
      </div>
      {isBranch && open.value && (
        <ul>
          {node.children.map((child) => (
            <Branch {...place} key={child.value} node={child} path={[...path, child.value]} />
          ))}
        </ul>
      )}
    </li>
  );
}
