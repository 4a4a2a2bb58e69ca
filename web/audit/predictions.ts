// What models say: of open tasks, once each, opened as it was sealed when a task closes (section 6).

import { answerHash } from "../model/chain.ts";
import type { Hash } from "../model/hex.ts";
import { entryOf, type Project } from "./answers.ts";
import { expect, Mismatch } from "./errors.ts";
import { classOf } from "./manifest.ts";
import type { Record } from "./record.ts";

const MOST_MODELS = 16;

/** Reads records in order. */
export class PredictionCheck {
  /** Class by task and model of every prediction that was opened. */
  readonly labels = new Map<Hash, Map<string, number>>();
  private readonly models = new Set<string>();
  private readonly sealed = new Map<Hash, Map<string, Hash>>();
  /** Tasks that closed; an appeal closes them once more, and opens no prediction. */
  private readonly opened = new Set<Hash>();

  constructor(private readonly project: Project) {}

  read(record: Record, where: string): void {
    for (const { model, task, prediction_hash } of record.predictions) {
      const at = `${where}, prediction of ${model} for task ${task}`;
      if (!this.project.choice) throw new Mismatch(at, "prediction", "none, as answers are not one choice", "one");
      if (!this.project.tasks.has(task)) throw new Mismatch(at, "task", "one of the manifest's", task);
      const found = entryOf(this.sealed, task, () => new Map<string, Hash>());
      if (found.has(model)) throw new Mismatch(at, "task", "one prediction a model", "a second");
      found.set(model, prediction_hash);
      this.models.add(model);
      if (this.models.size > MOST_MODELS) throw new Mismatch(at, "models", `at most ${MOST_MODELS}`, this.models.size);
    }
  }

  /** A record opens exactly the predictions of the tasks that it closes. */
  readContents(record: Record, where: string): void {
    const due = new Set<string>();
    for (const { task } of record.closings.filter((closing) => !this.opened.has(closing.task)))
      for (const model of this.sealed.get(task)?.keys() ?? []) due.add(`${model} ${task}`);
    for (const { model, task, answer, salt } of record.predicted) {
      const at = `${where}, content of ${model} for task ${task}`;
      if (!due.delete(`${model} ${task}`))
        throw new Mismatch(at, "content", "one of a prediction whose task closes here", "another");
      expect(at, "prediction_hash", this.sealed.get(task)!.get(model)!, answerHash(salt, answer));
      const label = classOf(answer, this.project.choice!, at);
      entryOf(this.labels, task, () => new Map<string, number>()).set(model, label);
    }
    for (const { task } of record.closings) this.opened.add(task);
    for (const place of due) throw new Mismatch(where, `content of ${place}`, "one, as its task closes", "none");
  }
}
