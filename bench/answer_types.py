"""Consensus of boxes, spans, numbers, preferences and transcripts beside their simple baselines.

Reads the sets from the folder that LABELFIELD_CROWD_DATA names; spans and one row of preferences
are made up here. With transcripts it takes two to three minutes; nothing is sampled.
"""

import csv
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import sqrt
from pathlib import Path
from statistics import mean, median
from typing import TypeVar

from labelfield.quality.agreement import Given, Judged, mean_scores
from labelfield.quality.boxes import Boxes, box_overlap, boxes_of, judge_boxes
from labelfield.quality.numbers import Scale, judge_numbers, units_of
from labelfield.quality.preferences import Comparison, judge_preferences
from labelfield.quality.spans import Spans, judge_spans, span_overlap, spans_of
from labelfield.quality.tables import ONE
from labelfield.quality.transcripts import judge_transcripts, medoid, words_of
from labelfield.quality.word_alignment import Words, word_distance

Value = TypeVar("Value")
Region = TypeVar("Region")

FOLDER = os.environ.get("LABELFIELD_CROWD_DATA")

PLANTED_TASKS = 300
"""Tasks that the planted answerers are tried on."""


def main() -> None:
    """Print one table, a row a measure, then one of planted answerers."""
    print(f"{'set':25}{'measure':17}{'baseline':>34}{'ours':>9}{'seconds':>9}")
    measure_spans()
    measure_made_preferences()
    if not FOLDER:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so no public set is measured")
        return
    folder = Path(FOLDER)
    measure_preferences(folder / "preference_squality")
    for feeling in ("anger", "disgust", "fear"):
        measure_numbers(folder / f"numeric_affect_{feeling}")
    measure_boxes(folder / "boxes_pedestrian_a")
    measure_transcripts(folder / "text_translation_j1")
    measure_transcripts(folder / "text_speech_test_clean")


def show(name: str, measure: str, baseline: str, ours: float, started: float) -> None:
    """Print a row."""
    seconds = time.perf_counter() - started
    print(f"{name:25}{measure:17}{baseline:>34}{ours:9.4f}{seconds:9.1f}", flush=True)


def show_planted(
    name: str,
    answers: Sequence[Given[Value]],
    constant: Value,
    judge_all: Callable[[list[Given[Value]]], Judged[Value]],
) -> None:
    """Plant one who answers as somebody did to another task, and one who never varies."""
    generator = random.Random(7)
    tasks = sorted({answer.task for answer in answers})[:PLANTED_TASKS]
    kept = [answer for answer in answers if answer.task in set(tasks)]
    planted = [Given(task, "planted random", generator.choice(kept).value) for task in tasks]
    planted += [Given(task, "planted constant", constant) for task in tasks]
    scores = {who: score / ONE for who, score in mean_scores(judge_all(kept + planted)).items()}
    rest = [score for who, score in scores.items() if not who.startswith("planted")]
    print(
        f"{name:27}mean scores: random {scores['planted random']:+.3f}, constant "
        f"{scores['planted constant']:+.3f}, median of the crowd {median(rest):+.3f}",
        flush=True,
    )


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def by_task(answers: Sequence[Given[Value]]) -> dict[str, list[Value]]:
    """All values of a task."""
    tasks: dict[str, list[Value]] = defaultdict(list)
    for answer in answers:
        tasks[answer.task].append(answer.value)
    return tasks


def f1_at_half(
    found: Mapping[str, Sequence[Region]],
    gold: Mapping[str, Sequence[Region]],
    overlap: Callable[[Region, Region], int],
) -> float:
    """F1 of regions matched greedily at an overlap of 0.5 or more."""
    matched = size = 0
    for task, wanted in gold.items():
        given = found.get(task, ())
        size += len(given) + len(wanted)
        pairs = ((overlap(a, b), i, j) for i, a in enumerate(given) for j, b in enumerate(wanted))
        used_given, used_wanted = set(), set()
        for degree, i, j in sorted(pairs, reverse=True):
            if 2 * degree >= ONE and i not in used_given and j not in used_wanted:
                used_given.add(i)
                used_wanted.add(j)
        matched += len(used_given)
    return 2 * matched / size


def single_f1(
    answers: Sequence[Given[Sequence[Region]]],
    gold: Mapping[str, Sequence[Region]],
    overlap: Callable[[Region, Region], int],
) -> float:
    """F1 of a single answer, all answers pooled."""
    found = {f"{each.task} {each.labeler}": each.value for each in answers if each.task in gold}
    wanted = {
        f"{each.task} {each.labeler}": gold[each.task] for each in answers if each.task in gold
    }
    return f1_at_half(found, wanted, overlap)


def measure_boxes(folder: Path) -> None:
    """F1@0.5 beside a single worker's."""
    answers, dropped = read_boxes(folder / "answers.csv")
    gold_rows, _ = read_boxes(folder / "gold.csv")
    gold = {each.task: each.value for each in gold_rows}
    started = time.perf_counter()
    judged = judge_boxes(answers)
    found = {task: agreed.value for task, agreed in judged.consensus.items()}
    single = single_f1(answers, gold, box_overlap)
    show(
        folder.name, "F1@0.5", f"single {single:.4f}", f1_at_half(found, gold, box_overlap), started
    )
    print(f"{'':25}left out: {dropped} boxes without area", flush=True)
    show_planted(folder.name, answers, boxes_of([(50000, 30000, 52000, 35000)]), judge_boxes)
    show_planted(f"{folder.name} (empty)", answers, (), judge_boxes)


def read_boxes(path: Path) -> tuple[list[Given[Boxes]], int]:
    """Answers in hundredths of a pixel, and how many boxes without area were left out."""
    drawn: dict[tuple[str, str], list[tuple[int, int, int, int]]] = defaultdict(list)
    dropped = 0
    for row in rows_of(path):
        boxes = drawn[row["task"], row.get("worker", "expert")]
        if row["x0"]:
            x0, y0, x1, y1 = (units_of(row[corner], 2) for corner in ("x0", "y0", "x1", "y1"))
            if x0 == x1 or y0 == y1:
                dropped += 1
            else:
                boxes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return [Given(task, who, boxes_of(boxes)) for (task, who), boxes in drawn.items()], dropped


def measure_numbers(folder: Path) -> None:
    """Pearson's r and root mean square error beside the mean's."""
    answers = [
        Given(row["task"], row["worker"], units_of(row["label"], 0) * 1000)
        for row in rows_of(folder / "answers.csv")
    ]
    gold = {row["task"]: float(row["label"]) for row in rows_of(folder / "gold.csv")}

    def judge_all(given: list[Given[int]]) -> Judged[int]:
        return judge_numbers(given, Scale(0, 100_000))

    started = time.perf_counter()
    consensus = judge_all(answers).consensus
    truth = list(gold.values())
    ours = [consensus[task].value / 1000 for task in gold]
    values = by_task(answers)
    plain = [mean(values[task]) / 1000 for task in gold]
    middle = [median(values[task]) / 1000 for task in gold]
    for measure, of in (("Pearson", pearson), ("RMSE", rmse)):
        baseline = f"mean {of(plain, truth):.4f} median {of(middle, truth):.4f}"
        show(folder.name, measure, baseline, of(ours, truth), started)
    show_planted(folder.name, answers, 50_000, judge_all)
    show_planted(f"{folder.name} (0)", answers, 0, judge_all)


def pearson(found: Sequence[float], truth: Sequence[float]) -> float:
    """Pearson's correlation."""
    a, b = mean(found), mean(truth)
    both = sum((x - a) * (y - b) for x, y in zip(found, truth, strict=True))
    return both / sqrt(sum((x - a) ** 2 for x in found) * sum((y - b) ** 2 for y in truth))


def rmse(found: Sequence[float], truth: Sequence[float]) -> float:
    """Root mean square error."""
    return sqrt(mean((x - y) ** 2 for x, y in zip(found, truth, strict=True)))


def measure_transcripts(folder: Path) -> None:
    """Word error rate in percent of all words of the gold."""
    answers = {
        (row["task"], row["worker"]): words_of(row["label"])
        for row in reversed(rows_of(folder / "answers.csv"))
    }
    given = [Given(task, who, words) for (task, who), words in answers.items()]
    gold = {row["task"]: words_of(row["label"]) for row in rows_of(folder / "gold.csv")}
    values = by_task(given)
    plain = {task: medoid([(words, ONE) for words in values[task]]) for task in gold}
    single = 100 * sum(word_distance(each.value, gold[each.task]) for each in given)
    single /= sum(len(gold[each.task]) for each in given)
    started = time.perf_counter()
    judged = judge_transcripts(given)
    found = {task: judged.consensus[task].value for task in gold}
    baseline = f"single {single:.2f} medoid {error_rate(plain, gold):.2f}"
    show(folder.name, "WER %", baseline, error_rate(found, gold), started)
    show_planted(folder.name, given, words_of("it is what it is and so it goes"), judge_transcripts)


def error_rate(found: Mapping[str, Words], gold: Mapping[str, Words]) -> float:
    """Edits in percent of the words of the gold."""
    edits = sum(word_distance(found[task], words) for task, words in gold.items())
    return 100 * edits / sum(map(len, gold.values()))


def measure_spans() -> None:
    """F1@0.5 on made documents: 3 good labelers, 2 careless, 1 at random."""
    generator = random.Random(5)
    gold = {f"t{task}": made_spans(generator) for task in range(200)}
    noise = {f"w{who}": level for who, level in enumerate((0.05, 0.1, 0.15, 0.4, 0.4))}
    answers = [
        Given(task, who, blurred(spans, level, generator))
        for task, spans in gold.items()
        for who, level in noise.items()
    ]
    answers += [Given(task, "random", made_spans(generator)) for task in gold]
    started = time.perf_counter()
    judged = judge_spans(answers)
    found = {task: agreed.value for task, agreed in judged.consensus.items()}
    single = single_f1(answers, gold, span_overlap)
    show(
        "made spans",
        "F1@0.5",
        f"single {single:.4f}",
        f1_at_half(found, gold, span_overlap),
        started,
    )
    show_planted("made spans", answers, spans_of([("person", 100, 120)], 400), judge_spans)


def made_spans(generator: random.Random) -> Spans:
    """Up to four spans in 400 characters."""
    starts = [100 * place + generator.randrange(60) for place in range(4)]
    return spans_of(
        (
            (generator.choice(("person", "place")), start, start + generator.randint(5, 35))
            for start in starts
            if generator.random() < 0.7
        ),
        400,
    )


def blurred(spans: Spans, level: float, generator: random.Random) -> Spans:
    """Spans with ends moved, labels changed, some lost and some added."""
    kept = []
    for label, start, end in spans:
        if generator.random() > level:
            moved = [round(generator.gauss(0, 12 * level)) for _ in range(2)]
            new = "place" if generator.random() < level / 4 else label
            low = max(start + moved[0], 0)
            kept.append((new, low, max(end + moved[1], low + 1)))
    if generator.random() < level:
        kept.append(("person", 370, 380))
    return spans_of(kept, 500)


def measure_preferences(folder: Path) -> None:
    """How often human summaries win; no gold exists."""
    rows = rows_of(folder / "answers.csv")
    comparisons = [
        Comparison(row["task"], row["worker"], row["left"], row["right"], row[row["label"]])
        for row in rows
        if row["label"] in ("left", "right")
    ]
    started = time.perf_counter()
    judged = judge_preferences(comparisons)
    human = [each for each in comparisons if "human" in (each.left, each.right)]
    votes = sum(each.winner == "human" for each in human) / len(human)
    tasks = {each.task for each in human}
    ours = sum(judged.consensus[task].value == "human" for task in tasks) / len(tasks)
    show(folder.name, "human wins", f"share of votes {votes:.4f}", ours, started)
    order = sorted(judged.strengths, key=lambda item: -judged.strengths[item])
    print(f"{'':25}order: {' > '.join(order)}; ties left out: {len(rows) - len(comparisons)}")


def measure_made_preferences() -> None:
    """Accuracy on a made crowd of 6 good, 2 careless, 3 random and 1 contrary labeler."""
    generator = random.Random(3)
    worth = {f"item {index:02}": generator.gauss(0, 1.5) for index in range(30)}
    skill = dict(enumerate((0.92,) * 6 + (0.7,) * 2 + (0.5,) * 3 + (0.1,)))
    comparisons, better = [], {}
    for task in range(400):
        left, right = generator.sample(sorted(worth), 2)
        better[f"t{task}"] = max(left, right, key=worth.__getitem__)
        for who in generator.sample(sorted(skill), 3):
            good = better[f"t{task}"]
            bad = left if good == right else right
            chosen = good if generator.random() < skill[who] else bad
            comparisons.append(Comparison(f"t{task}", f"w{who:02}", left, right, chosen))
    votes = Counter((each.task, each.winner) for each in comparisons)
    majority = mean(2 * votes[task, item] > 3 for task, item in better.items())
    started = time.perf_counter()
    judged = judge_preferences(comparisons)
    ours = mean(judged.consensus[task].value == item for task, item in better.items())
    show("made preferences", "accuracy", f"majority {majority:.4f}", ours, started)
    total: dict[str, list[int]] = defaultdict(list)
    for (_, who), score in judged.scores.items():
        total[who].append(score or 0)
    means = "  ".join(f"{mean(total[who]) / ONE:+.2f}" for who in sorted(total))
    print(f"{'':25}mean scores of 6 good, 2 careless, 3 random, 1 contrary: {means}")


if __name__ == "__main__":
    main()
