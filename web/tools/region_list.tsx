// Everything marked, as a list: to select, to relate, to take away; and what is asked of each.

import { colorOf, type Question } from "../model/face.ts";
import type { Relation, Region } from "../model/sheet.ts";
import { isAsked } from "../model/sheet.ts";
import { controlOf, regionOf, remove, select, type Work } from "../state/work.ts";
import { say } from "../text/say.ts";
import { IconButton } from "../parts/icon_button.tsx";
import { Question as QuestionField } from "./question.tsx";

/** How many rows stand there at once: those around the selected one. */
const SHOWN = 24;

export function RegionList({ work, questions }: { work: Work; questions: readonly Question[] }) {
  const { regions, relations } = work.sheet.value;
  const selected = regionOf(work, work.selected.value);
  const at = selected ? regions.indexOf(selected) : 0;
  const first = Math.max(0, Math.min(at - SHOWN / 2, regions.length - SHOWN));
  return (
    <section class="region_list" aria-label={say("tool.regions")}>
      {work.relating.value && (
        <p class="relating" role="status">
          {say("tool.relating")}
        </p>
      )}
      <ul>
        {regions.slice(first, first + SHOWN).map((region, place) => (
          <Row key={region.id} work={work} region={region} place={first + place + 1} />
        ))}
      </ul>
      {!regions.length && <p class="soft small">{say("tool.no_regions")}</p>}
      {regions.length > SHOWN && (
        <p class="soft small">{say("tool.more_regions", { n: regions.length - SHOWN })}</p>
      )}
      {selected && <AskedOf key={selected.id} work={work} region={selected} questions={questions} />}
      {relations.length > 0 && (
        <ul class="relations" aria-label={say("tool.relations")}>
          {relations.map((relation) => (
            <RelationRow key={`${relation.from} ${relation.to}`} work={work} relation={relation} />
          ))}
        </ul>
      )}
    </section>
  );
}

function AskedOf({
  work,
  region,
  questions,
}: {
  work: Work;
  region: Region;
  questions: readonly Question[];
}) {
  const object = controlOf(work, region).to_name;
  return (
    <>
      {questions
        .filter(
          (question) =>
            question.to_name === object && isAsked(work.face, work.sheet.value, question, region.id),
        )
        .map((question) => (
          <QuestionField key={question.name} work={work} question={question} about={region.id} />
        ))}
    </>
  );
}

function Row({ work, region, place }: { work: Work; region: Region; place: number }) {
  const control = controlOf(work, region);
  const isSelected = work.selected.value === region.id;
  const name = nameOf(work, region);
  return (
    <li class={isSelected ? "selected" : ""} style={{ "--color": colorOf(control, region.labels) }}>
      <button
        type="button"
        class="region_pick"
        aria-pressed={isSelected}
        onClick={() => select(work, region.id)}
      >
        <i aria-hidden="true" />
        <span class="region_place">{place}</span>
        <span dir="auto">{name}</span>
      </button>
      {isSelected && work.face.relations && (
        <IconButton
          name={say("tool.relate")}
          icon="link"
          pressed={work.relating.value === region.id}
          onPress={() => (work.relating.value = work.relating.value ? null : region.id)}
        />
      )}
      {isSelected && (
        <IconButton
          name={say("tool.remove", { name })}
          icon="trash"
          onPress={() => remove(work, region.id)}
        />
      )}
    </li>
  );
}

function RelationRow({ work, relation }: { work: Work; relation: Relation }) {
  const { relations } = work.sheet.value;
  const put = (next: Relation | null) =>
    work.change({
      ...work.sheet.value,
      relations: relations.flatMap((one) => (one === relation ? (next ? [next] : []) : [one])),
    });
  const turns = { right: "left", left: "bi", bi: "right" } as const;
  const arrow = { right: "→", left: "←", bi: "↔" }[relation.direction];
  const label = relation.labels[0] ?? "";
  return (
    <li>
      <bdi>{nameOf(work, regionOf(work, relation.from)!)}</bdi>
      <button
        type="button"
        class="arrow"
        aria-label={say(`tool.direction_${relation.direction}`)}
        onClick={() => put({ ...relation, direction: turns[relation.direction] })}
      >
        {arrow}
      </button>
      <bdi>{nameOf(work, regionOf(work, relation.to)!)}</bdi>
      {work.face.relations!.length > 0 && (
        <select
          aria-label={say("tool.relation_label")}
          value={label}
          onChange={({ currentTarget: { value } }) => put({ ...relation, labels: value ? [value] : [] })}
        >
          <option value="">–</option>
          {work.face.relations!.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      )}
      <IconButton name={say("tool.remove_relation")} icon="trash" onPress={() => put(null)} />
    </li>
  );
}

const QUOTED = 24;

/** What a region is called: its labels, and the words where it has any. */
export function nameOf(work: Work, region: Region): string {
  const control = controlOf(work, region);
  const titles = control.labels
    .filter(({ value }) => region.labels.includes(value))
    .map(({ title }) => title);
  const words = typeof region.value["text"] === "string" ? region.value["text"] : "";
  const quoted = words.length > QUOTED ? `${words.slice(0, QUOTED)}…` : words;
  const label = titles.join(", ") || (quoted ? "" : say(`tool.shape_${control.shape}`));
  return quoted ? (label ? `${label}: “${quoted}”` : `“${quoted}”`) : label;
}
