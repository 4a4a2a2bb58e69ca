// Labelers who answer alike beyond what truth explains, and what an answer of theirs may weigh.

import type { Crowd } from "./crowd.ts";
import { proven } from "./models.ts";
import { ONE } from "./tables.ts";

const FEWEST_ANSWERS = 3;
const MOST_ANSWERS = 64;
const MOST_PAIRS = 2 ** 22;
const LEAST_SURPRISE = 5 * 256;
const UNIT = 256;

interface Given {
  readonly labeler: number;
  readonly label: number;
}

interface Sums {
  together: number;
  alone: number;
  lost: number;
}

/** The most that each labeler's answer may weigh, Q16. */
export function weightLimits(crowd: Crowd): number[] {
  const tasks = byTask(crowd);
  const cluster = clustersOf(crowd, tasks);
  const answers = Array<number>(crowd.labelers).fill(0);
  const joint = Array<number>(crowd.labelers).fill(0);
  for (const rows of tasks) {
    const size = new Map<number, number>();
    for (const { labeler } of rows) size.set(cluster[labeler]!, (size.get(cluster[labeler]!) ?? 0) + 1);
    for (const { labeler } of rows) {
      answers[labeler]!++;
      joint[labeler]! += size.get(cluster[labeler]!)!;
    }
  }
  const limits = proven(crowd);
  return answers.map((own, w) =>
    Math.min(limits[w]!, Math.floor((Math.max(own, 1) * ONE) / Math.max(joint[w]!, 1))),
  );
}

/** The first labeler of each labeler's cluster; their own number for those in none. */
export function clustersOf(crowd: Crowd, tasks = byTask(crowd)): number[] {
  const fit = tasks.filter(({ length }) => length >= FEWEST_ANSWERS && length <= MOST_ANSWERS);
  const root = Array.from({ length: crowd.labelers }, (_, w) => w);
  const pairs = fit.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
  if (pairs > MOST_PAIRS) return root;
  const find = (labeler: number): number => {
    while (root[labeler] !== labeler) labeler = root[labeler]!;
    return labeler;
  };
  for (const [pair, { together, alone, lost }] of pairSums(crowd, fit)) {
    if (!(20 * together > 9 * alone && alone >= 2 * LEAST_SURPRISE && lost)) continue;
    const one = find(Math.floor(pair / crowd.labelers));
    const other = find(pair % crowd.labelers);
    root[Math.max(one, other)] = Math.min(one, other);
  }
  return root.map((_, labeler) => find(labeler));
}

function byTask({ tasks, task, labeler, label }: Crowd): Given[][] {
  const found: Given[][] = Array.from({ length: tasks }, () => []);
  task.forEach((place, i) => found[place]!.push({ labeler: labeler[i]!, label: label[i]! }));
  for (const rows of found) rows.sort((a, b) => a.labeler - b.labeler);
  return found;
}

function pairSums(crowd: Crowd, tasks: readonly Given[][]): Map<number, Sums> {
  const sums = new Map<number, Sums>();
  for (const rows of tasks) {
    const votes = Array<number>(crowd.classes).fill(0);
    for (const { label } of rows) votes[label]!++;
    const most = Math.max(...votes);
    rows.forEach((one, place) => {
      for (const other of rows.slice(place + 1)) {
        const pair = one.labeler * crowd.labelers + other.labeler;
        const total = sums.get(pair) ?? { together: 0, alone: 0, lost: 0 };
        addTerms(total, votes, most, one.label, other.label);
        sums.set(pair, total);
      }
    });
  }
  return sums;
}

/** One task's part: a surprise is the answer less the shares of the others' answers. */
function addTerms(total: Sums, votes: readonly number[], most: number, mine: number, theirs: number): void {
  const rest = [...votes];
  rest[mine]!--;
  rest[theirs]!--;
  let [others, squares] = [0, 0];
  for (const count of rest) {
    others += count;
    squares += count * count;
  }
  const same = mine === theirs ? 1 : 0;
  const both = others * others;
  const joint = both * same - others * (rest[mine]! + rest[theirs]!) + squares;
  total.together += Math.floor((UNIT * joint) / both);
  for (const label of [mine, theirs])
    total.alone += Math.floor((UNIT * (both - 2 * others * rest[label]! + squares)) / both);
  total.lost += same && votes[mine]! < most ? 1 : 0;
}
