// Items of a list put in order, or into buckets: by arrows, taps or keys, never by dragging alone.

import type { Json } from "../model/canonical.ts";
import type { Question } from "../model/face.ts";
import { say } from "../text/say.ts";
import { itemsOf, type Item } from "./items.ts";
import { IconButton } from "../parts/icon_button.tsx";
import type { Reply } from "./question.tsx";

type Ranker = Extract<Question, { type: "ranker" }>;
type Ranking = Readonly<Record<string, readonly string[]>>;

export function Order(reply: Reply<Ranker>) {
  const items = itemsOf(reply.work, reply.question.to_name);
  return reply.question.buckets.length ? (
    <Buckets {...reply} items={items} />
  ) : (
    <Ranks {...reply} items={items} />
  );
}

function Ranks({ question, said, onSay, items }: Reply<Ranker> & { items: readonly Item[] }) {
  const ids = (said as Ranking | undefined)?.[question.name] ?? [];
  const rank = (next: readonly string[]) => onSay({ [question.name]: next } as unknown as Json);
  const order = ids.length ? ids : items.map(({ id }) => id);
  const swap = (place: number, by: 1 | -1) => {
    const next = [...order];
    [next[place], next[place + by]] = [next[place + by]!, next[place]!];
    rank(next);
  };
  return (
    <div class="order">
      <ol>
        {order.map((id, place) => {
          const item = items.find((one) => one.id === id)!;
          return (
            <li key={id}>
              <b aria-hidden="true">{place + 1}</b>
              <ItemText item={item} />
              <IconButton
                name={say("tool.move_up", { name: item.title })}
                icon="up_arrow"
                disabled={place === 0}
                onPress={() => swap(place, -1)}
              />
              <IconButton
                name={say("tool.move_down", { name: item.title })}
                icon="down_arrow"
                disabled={place === order.length - 1}
                onPress={() => swap(place, 1)}
              />
            </li>
          );
        })}
      </ol>
      {!ids.length && (
        <button type="button" class="button plain" onClick={() => rank(order)}>
          {say("tool.order_is_right")}
        </button>
      )}
    </div>
  );
}

function Buckets({ question, said, onSay, items }: Reply<Ranker> & { items: readonly Item[] }) {
  const ranking = (said ?? {}) as Ranking;
  const put = (id: string, bucket: string) => {
    const next = question.buckets.map(({ name }) => {
      const others = (ranking[name] ?? []).filter((one) => one !== id);
      const taken = name === bucket && !(ranking[name] ?? []).includes(id);
      return [name, taken ? [...others, id] : others] as const;
    });
    onSay(next.some(([, ids]) => ids.length) ? (Object.fromEntries(next) as unknown as Json) : null);
  };
  return (
    <ul class="buckets">
      {items.map((item) => (
        <li key={item.id}>
          <ItemText item={item} />
          <div class="picks" role="radiogroup" aria-label={item.title}>
            {question.buckets.map(({ name, title }) => (
              <button
                key={name}
                type="button"
                role="radio"
                aria-checked={ranking[name]?.includes(item.id) ?? false}
                onClick={() => put(item.id, name)}
              >
                <i class="dot" aria-hidden="true" />
                <span dir="auto">{title ?? name}</span>
              </button>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}

function ItemText({ item }: { item: Item }) {
  return (
    <span class="item_text" dir="auto">
      {item.title && <b>{item.title}</b>}
      {item.body && <span>{item.body}</span>}
    </span>
  );
}
