"""crowd-kit's Dawid–Skene on the same data, in an environment of its own: prints one JSON object.

Run by bench/quality.py. Arguments: a folder of public sets or "", then sizes as answers:classes.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from crowdkit.aggregation import DawidSkene

PASSES = 5


def main() -> None:
    """Accuracy by set, and seconds (of the clock and of the processor) by size."""
    folder, *sizes = sys.argv[1:]
    sets = sorted(Path(folder).iterdir()) if folder else []
    choices = [each for each in sets if is_choice(each)]
    print(
        json.dumps(
            {
                "accuracy": {each.name: accuracy(each) for each in choices},
                "seconds": {size: seconds(*map(int, size.split(":"))) for size in sizes},
            }
        )
    )


def is_choice(folder: Path) -> bool:
    """Whether the set is of choices with gold."""
    names = ("numeric", "preference", "text", "boxes")
    return not folder.name.startswith(names) and (folder / "gold.csv").exists()


def accuracy(folder: Path) -> float:
    """Percent of known tasks that Dawid–Skene gets right; equal rows once, else the first."""
    answers = pd.read_csv(folder / "answers.csv", dtype=str)[["task", "worker", "label"]]
    gold = pd.read_csv(folder / "gold.csv", dtype=str).set_index("task")["label"]
    found = DawidSkene(n_iter=10).fit_predict(answers.drop_duplicates(["task", "worker"]))
    return 100 * float((found.reindex(gold.index) == gold).mean())


def seconds(answers: int, classes: int) -> tuple[float, float]:
    """Time of five iterations on ten answers a task."""
    generator = np.random.default_rng(answers)
    tasks, labelers = answers // 10, max(10, answers // 200)
    labeler = (generator.integers(0, labelers, tasks)[:, None] + np.arange(10)).ravel() % labelers
    truth = generator.integers(0, classes, tasks).repeat(10)
    right = generator.random(answers) < generator.uniform(0.6, 0.95, labelers)[labeler]
    label = np.where(right, truth, generator.integers(0, classes, answers))
    frame = pd.DataFrame({"task": np.arange(tasks).repeat(10), "worker": labeler, "label": label})
    clock, processor = time.perf_counter(), time.process_time()
    DawidSkene(n_iter=PASSES, tol=0).fit(frame)
    return time.perf_counter() - clock, time.process_time() - processor


if __name__ == "__main__":
    main()
