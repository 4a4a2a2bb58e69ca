// What models may weigh, as gold and people who agree prove them right (section 7).

import { ENOUGH_GOLD_TASKS, GOLD_WEIGHT, type Crowd } from "./crowd.ts";
import { ONE } from "./tables.ts";

const PSEUDO_ANSWERS = 20;
const VOUCHING_ANSWERS = 3;

/** G / (G + 80) of each model, Q16, by labeler; of people everything. */
export function proven(crowd: Crowd): number[] {
  const people = crowd.labelers - crowd.models;
  if (!crowd.models) return Array<number>(people).fill(ONE);
  const agreed = agreements(crowd, people);
  const [gold, beside] = [0, 0].map(() => Array<number>(crowd.labelers).fill(0)) as [number[], number[]];
  crowd.task.forEach((task, i) => {
    const [labeler, label, known] = [crowd.labeler[i]!, crowd.label[i]!, crowd.gold[task]!];
    if (known >= 0) gold[labeler]! += label === known ? 1 : -2;
    else if (agreed[task]! >= 0) beside[labeler]! += label === agreed[task] ? 1 : -1;
  });
  const answered = new Set(crowd.task.filter((task) => crowd.gold[task]! >= 0));
  const enough = answered.size >= ENOUGH_GOLD_TASKS;
  return gold.map((right, labeler) => {
    if (labeler < people) return ONE;
    if (right < 0) return 0;
    const vouched = enough ? beside[labeler]! : Math.min(beside[labeler]!, 0);
    const better = Math.max(GOLD_WEIGHT * right + vouched, 0);
    return Math.floor((better * ONE) / (better + GOLD_WEIGHT * PSEUDO_ANSWERS));
  });
}

/** The crowd without what models say that are not proven right, and which are, from 0. */
export function heardCrowd(crowd: Crowd): { readonly crowd: Crowd; readonly heard: readonly number[] } {
  const people = crowd.labelers - crowd.models;
  const limits = proven(crowd);
  const heard = Array.from({ length: crowd.models }, (_, model) => model).filter((m) => limits[people + m]! > 0);
  const number = new Map(Array.from({ length: people }, (_, labeler) => [labeler, labeler]));
  heard.forEach((model, place) => number.set(people + model, people + place));
  const rows = crowd.labeler.flatMap((labeler, i) => (number.has(labeler) ? [i] : []));
  const kept: Crowd = {
    ...crowd,
    labelers: people + heard.length,
    models: heard.length,
    task: rows.map((i) => crowd.task[i]!),
    labeler: rows.map((i) => number.get(crowd.labeler[i]!)!),
    label: rows.map((i) => crowd.label[i]!),
  };
  return { crowd: kept, heard };
}

/** What most of at least three people say of each task; −1 where there is no such thing. */
function agreements(crowd: Crowd, people: number): number[] {
  const votes = Array.from({ length: crowd.tasks }, () => Array<number>(crowd.classes).fill(0));
  crowd.task.forEach((task, i) => {
    if (crowd.labeler[i]! < people) votes[task]![crowd.label[i]!]!++;
  });
  return votes.map((row) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    const most = Math.max(...row);
    return all >= VOUCHING_ANSWERS && 2 * most > all ? row.indexOf(most) : -1;
  });
}
