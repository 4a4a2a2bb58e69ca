// How sure a settlement is of open tasks, and how sure it has to be (section 6).

import type { Address } from "../model/hex.ts";
import { normalise, type Consensus } from "./crowd.ts";
import type { Manifest } from "./manifest.ts";
import { clustersOf } from "./rings.ts";
import type { Inputs, Settled } from "./settle.ts";
import { ONE } from "./tables.ts";

export const NEVER_EARLY_BPS = 10_000;
const SCORED_ANSWERS_TO_COUNT = 20;
const MINT_ANSWERS = 5;
const MINT_DOUBT = 1000;
const HALVINGS = 6;
const WRONG_GOLD_ONE_IN = 20;

export interface Said {
  readonly labeler: Address;
  readonly label: number;
}

export interface Foretold {
  readonly model: string;
  readonly label: number;
}

/** By the number that the labeler or model has in the consensus. */
interface Heard {
  readonly labeler: number;
  readonly label: number;
}

interface Outcome {
  readonly sure: number;
  readonly right: boolean;
}

export class Sureness {
  /** The manifest's target, or more, as closed gold bears it out. */
  readonly targetBps: number;
  private readonly people: ReadonlyMap<Address, number>;
  private readonly models: ReadonlyMap<string, number>;
  private readonly found: Consensus;
  private cluster: number[] | null = null;

  constructor(
    private readonly rule: Manifest["answers_per_task"],
    inputs: Inputs,
    private readonly settled: Settled,
  ) {
    this.found = settled.found;
    this.people = peopleOf(inputs);
    this.models = modelsOf(inputs, settled.heard);
    this.targetBps = calibratedTarget(rule.target_confidence_bps, this.outcomes(inputs));
  }

  /** Whether an open task that is not audited, with at least the minimum of answers, closes. */
  closes(given: readonly Said[], beside: readonly Foretold[]): boolean {
    const said = this.heard(given, beside);
    const sure = said.length ? Math.max(...this.posterior(said)) : 0;
    return this.targetBps < NEVER_EARLY_BPS && reaches(sure, this.targetBps);
  }

  /** The class that becomes the gold of an open audited task. Models have no say: gold is what proves them. */
  mints(given: readonly Said[]): number | null {
    const counted = this.heard(given, []);
    if (new Set(given.map(({ label }) => label)).size !== 1) return null;
    this.cluster ??= clustersOf(this.settled.crowd);
    const voices = new Set(counted.map(({ labeler }) => this.cluster![labeler]));
    if (voices.size < MINT_ANSWERS) return null;
    const doubt = ONE - Math.max(...this.posterior(counted));
    return doubt * MINT_DOUBT < ONE ? given[0]!.label : null;
  }

  /** What those say who are heard; nothing where no person is. */
  private heard(given: readonly Said[], beside: readonly Foretold[]): Heard[] {
    const people = given.flatMap(({ labeler, label }) => numbered(this.people.get(labeler), label));
    const models = beside.flatMap(({ model, label }) => numbered(this.models.get(model), label));
    return people.length ? [...people, ...models] : [];
  }

  private posterior(said: readonly Heard[]): number[] {
    const { logPrior, evidence } = this.found;
    const logs = logPrior.map((log, truth) =>
      said.reduce((sum, { labeler, label }) => sum + evidence(labeler, label, truth), log),
    );
    return normalise(logs);
  }

  /** How sure closed tasks were whose gold the requester knew, and whether rightly. */
  private outcomes(inputs: Inputs): Outcome[] {
    const made = new Set(inputs.minted);
    const [given, beside] = [inputs.tasks.map((): Said[] => []), inputs.tasks.map((): Foretold[] => [])];
    inputs.task.forEach((task, row) =>
      given[task]!.push({ labeler: inputs.labelers[inputs.labeler[row]!]!, label: inputs.label[row]! }),
    );
    inputs.predictedTask.forEach((task, row) =>
      beside[task]!.push({ model: inputs.models[inputs.predictedModel[row]!]!, label: inputs.predictedLabel[row]! }),
    );
    return inputs.gold.flatMap((known, task): Outcome[] => {
      if (known < 0 || made.has(task) || given[task]!.length < this.rule.minimum) return [];
      const said = this.heard(given[task]!, beside[task]!);
      if (!said.length) return [];
      const posterior = this.posterior(said);
      const sure = Math.max(...posterior);
      return [{ sure, right: posterior.indexOf(sure) === known }];
    });
  }
}

/** The confidence × 10000 that keeps its promise on gold: of the tasks that reach it, at most one, one in twenty (gold
 * may be wrong) and twice as many as their confidences allow are wrong. If not, its doubt is halved, up to six times. */
export function calibratedTarget(target: number, outcomes: readonly Outcome[]): number {
  for (let halvings = 0; halvings <= HALVINGS; halvings++) {
    const bar = NEVER_EARLY_BPS - ((NEVER_EARLY_BPS - target) >> halvings);
    const reached = outcomes.filter(({ sure }) => reaches(sure, bar));
    const wrong = reached.filter(({ right }) => !right).length;
    const allowed = reached.reduce((sum, { sure }) => sum + 2 * (ONE - sure), ONE);
    if ((wrong * WRONG_GOLD_ONE_IN - reached.length) * ONE <= WRONG_GOLD_ONE_IN * allowed) return bar;
  }
  return NEVER_EARLY_BPS;
}

function reaches(sure: number, targetBps: number): boolean {
  return sure * NEVER_EARLY_BPS >= targetBps * ONE;
}

/** Labelers with enough answers in closed tasks to be heard, so that new identities cannot close a task. */
function peopleOf(inputs: Inputs): Map<Address, number> {
  const scored = Array<number>(inputs.labelers.length).fill(0);
  for (const labeler of inputs.labeler) scored[labeler]!++;
  const numbers = inputs.labelers.map((labeler, place): [Address, number] => [labeler, place]);
  return new Map(numbers.filter(([, place]) => scored[place]! >= SCORED_ANSWERS_TO_COUNT));
}

function modelsOf(inputs: Inputs, heard: ReadonlyMap<string, number>): Map<string, number> {
  const predicted = Array<number>(inputs.models.length).fill(0);
  for (const model of inputs.predictedModel) predicted[model]!++;
  const enough = inputs.models.filter((_, place) => predicted[place]! >= SCORED_ANSWERS_TO_COUNT);
  return new Map(enough.flatMap((name) => (heard.has(name) ? [[name, heard.get(name)!]] : [])));
}

function numbered(labeler: number | undefined, label: number): Heard[] {
  return labeler === undefined ? [] : [{ labeler, label }];
}
