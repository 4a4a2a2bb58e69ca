// The consensus above 32 classes: one chance of being right a labeler.

import * as common from "./crowd.ts";
import type { Consensus, Crowd, Matrix, Scoring } from "./crowd.ts";
import { weightsOfClasses } from "./consensus.ts";
import { weightLimits } from "./rings.ts";
import { log2Q16, ONE } from "./tables.ts";
import { sumOf } from "./whole.ts";

/** What the right label adds to a logarithm, and what a wrong one does. */
type Pair = readonly [number, number];

export function oneCoin(crowd: Crowd, scoring: Scoring): Consensus {
  const limit = weightLimits(crowd);
  let gold: readonly number[] = crowd.gold;
  let posterior = common.clamp(common.voteShares(crowd, limit), gold);
  let evidence = common.firstEvidence(crowd, posterior);
  let tables: Pair[] = [];
  let [weight, logPrior]: [number[], number[]] = [[], []];
  let logs: number[][] = [];
  const passes = common.passCount(crowd, scoring);
  for (let pass = 0; pass < passes; pass++) {
    if (pass) evidence = posterior;
    const skill = skills(crowd, common.weighGold(evidence, gold), scoring);
    const worth = weights(crowd, posterior, skill).map((one, w) => Math.min(one, limit[w]!));
    tables = skill.map((one, w) => pairOf(one, worth[w]!, crowd.classes));
    weight = weightsOfClasses(posterior, crowd.classes);
    logPrior = weight.map(log2Q16);
    logs = Array.from({ length: crowd.tasks }, () => [...logPrior]);
    crowd.task.forEach((task, i) => {
      const [right, wrong] = tables[crowd.labeler[i]!]!;
      logs[task]!.forEach((_, truth) => (logs[task]![truth]! += truth === crowd.label[i] ? right : wrong));
    });
    const free = logs.map(common.normalise);
    gold = pass ? common.believed(crowd, free) : crowd.gold;
    posterior = common.clamp(free, gold);
  }
  const prior = common.share(weight);
  const evidenceOf = (labeler: number, label: number, truth: number) =>
    tables[labeler]![truth === label ? 0 : 1];
  return {
    posterior,
    prior,
    logPrior,
    evidence: evidenceOf,
    margin: crowd.task.map((task, i) => {
      const [labeler, label] = [crowd.labeler[i]!, crowd.label[i]!];
      if (gold[task]! >= 0) return (gold[task] === label ? ONE : 0) - prior[label]!;
      const rest = logs[task]!.map((log, truth) => log - evidenceOf(labeler, label, truth));
      return common.normalise(rest)[label]! - prior[label]!;
    }),
    informative: common.informative(crowd, gold, limit),
    gold,
  };
}

function skills(crowd: Crowd, evidence: Matrix, scoring: Scoring): number[] {
  const right = Array<number>(crowd.labelers).fill(0);
  const answered = Array<number>(crowd.labelers).fill(0);
  crowd.task.forEach((task, i) => {
    right[crowd.labeler[i]!]! += evidence[task]![crowd.label[i]!]!;
    answered[crowd.labeler[i]!]! += sumOf(evidence[task]!);
  });
  return common.shrunkSkills(right, answered, scoring);
}

/** A surprise (Q8) is being right or not less the skill. */
function weights(crowd: Crowd, posterior: Matrix, skill: readonly number[]): number[] {
  const likeliest = posterior.map((row) => row.indexOf(Math.max(...row)));
  const together = Array<number>(crowd.tasks).fill(0);
  const surprises = crowd.task.map((task, i) => {
    const surprise = (crowd.label[i] === likeliest[task] ? 256 : 0) - (skill[crowd.labeler[i]!]! >> 8);
    together[task]! += surprise;
    return surprise;
  });
  const joint = Array<number>(crowd.labelers).fill(0);
  const own = Array<number>(crowd.labelers).fill(0);
  crowd.task.forEach((task, i) => {
    joint[crowd.labeler[i]!]! += surprises[i]! * (together[task]! - surprises[i]!);
    own[crowd.labeler[i]!]! += surprises[i]! ** 2;
  });
  return common.worths(joint, own);
}

function pairOf(skill: number, worth: number, classes: number): Pair {
  const wrong = Math.floor(((ONE - skill) * ONE) / (classes - 1));
  const weighed = (chance: number) => Math.floor(((log2Q16(chance) - 32 * ONE) * worth) / ONE);
  return [weighed(skill * ONE), weighed(wrong)];
}
