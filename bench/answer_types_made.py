"""Types without a public set here, on made crowds; ratings on public grades where there are some.

Each crowd is made of 4 good labelers, 2 careless ones and 2 who answer as if for another task.
The constants of these types were chosen before anything was measured, and not tuned on this.
"""

import csv
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

from labelfield.quality.agreement import Given, Judged, mean_scores
from labelfield.quality.answer_types import Measure, agreement_of, judge_answers
from labelfield.quality.keypoints import keypoints_of
from labelfield.quality.multilabel import labels_of, most_chosen
from labelfield.quality.numbers import Scale
from labelfield.quality.polygons import polygons_of
from labelfield.quality.rankings import ranking_of
from labelfield.quality.tables import ONE
from labelfield.quality.taxonomy import deepest_paths, paths_of

FOLDER = os.environ.get("LABELFIELD_CROWD_DATA")
TASKS = 200
LEVELS = {"good": (4, 0.1), "careless": (2, 0.4), "random": (2, 1.0)}
"""How many labelers, and how much of what they say is noise."""

Maker = Callable[[random.Random], Any]
Blur = Callable[[Any, float, random.Random], Any]
MEASURE = Measure(scale=Scale(1, 5), reach=50)


def main() -> None:
    """Print a row a type: agreement with the truth of one answer, a plain merge, and ours."""
    print(f"{'made':12}{'one answer':>12}{'plain':>8}{'ours':>8}  mean scores    seconds")
    for kind, truth, blur in (
        ("multilabel", some_labels, blurred_labels),
        ("taxonomy", some_path, blurred_path),
        ("polygons", some_polygon, blurred_polygon),
        ("keypoints", some_point, blurred_point),
        ("rankings", some_ranking, blurred_ranking),
    ):
        measure(kind, truth, blur)
    for name in ("web", "cf"):
        if FOLDER:
            measure_ratings(Path(FOLDER) / name)
    if not FOLDER:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so no ratings are measured")


def measure(kind: str, make: Maker, blur: Blur) -> None:
    """Print one type's row."""
    chance = random.Random(11)
    truth = {f"t{task}": make(chance) for task in range(TASKS)}
    answers = [
        Given(task, f"{level} {who}", blur(value, noise, chance) if noise < 1 else make(chance))
        for task, value in truth.items()
        for level, (count, noise) in LEVELS.items()
        for who in range(count)
    ]
    agree = agreement_of(kind, MEASURE)
    started = time.perf_counter()
    judged = judge_answers(kind, answers, MEASURE)
    seconds = time.perf_counter() - started
    given: dict[str, list[Any]] = defaultdict(list)
    for each in answers:
        given[each.task].append(each.value)
    ours = mean(agree(judged.consensus[task].value, value) for task, value in truth.items())
    plain = mean(agree(merged(kind, given[task]), value) for task, value in truth.items())
    single = mean(agree(each.value, truth[each.task]) for each in answers)
    print(
        f"{kind:12}{single / ONE:12.3f}{plain / ONE:8.3f}{ours / ONE:8.3f}  "
        f"{means_of(judged)}  {seconds:.1f}",
        flush=True,
    )


def means_of(judged: Judged[Any]) -> str:
    """The mean score of each level."""
    means = mean_scores(judged)
    return "  ".join(
        f"{level} {mean(means[f'{level} {who}'] for who in range(count)) / ONE:+.2f}"
        for level, (count, _) in LEVELS.items()
    )


def merged(kind: str, values: Sequence[Any]) -> Any:
    """What everybody would do: majorities, means of coordinates, Borda counts, a first answer."""
    even = [(value, 1) for value in values]
    if kind == "multilabel":
        return most_chosen(even)
    if kind == "taxonomy":
        return deepest_paths(even)
    if kind == "keypoints":
        xs, ys = zip(*((p.x, p.y) for value in values for p in value), strict=True)
        return keypoints_of([(round(mean(xs)), round(mean(ys)), "")])
    if kind == "rankings":
        places: Counter[str] = Counter()
        for ranking in values:
            places.update({item: place for place, item in enumerate(ranking)})
        return tuple(sorted(places, key=lambda item: (places[item], item)))
    return values[0]


def some_labels(chance: random.Random) -> Any:
    """One to three of eight labels."""
    return labels_of(chance.sample("abcdefgh", chance.randint(1, 3)))


def blurred_labels(value: Any, noise: float, chance: random.Random) -> Any:
    """Each label of eight turned with half the noise."""
    return labels_of(set(value) ^ {label for label in "abcdefgh" if chance.random() < noise / 2})


def some_path(chance: random.Random) -> Any:
    """Three steps down a tree of four branches each."""
    return paths_of([[chance.choice("abcd") for _ in range(3)]])


def blurred_path(value: Any, noise: float, chance: random.Random) -> Any:
    """A path that goes astray, or stops, somewhere."""
    steps = list(value[0])
    for place in range(3):
        if chance.random() < noise / 2:
            steps[place] = chance.choice("abcd")
    return paths_of([steps[: 2 if chance.random() < noise / 2 else 3]])


def some_polygon(chance: random.Random) -> Any:
    """Five corners around a centre."""
    x, y, size = chance.randint(200, 800), chance.randint(200, 800), chance.randint(60, 150)
    round_ = ((0, -1.0), (0.95, -0.3), (0.6, 0.8), (-0.6, 0.8), (-0.95, -0.3))
    corners = [(x + round(size * a), y + round(size * b)) for a, b in round_]
    return polygons_of([(corners, "")])


def blurred_polygon(value: Any, noise: float, chance: random.Random) -> Any:
    """Corners moved by up to a few dozen units."""
    ((points, label),) = value
    most = round(80 * noise)
    moved = [(x + chance.randint(-most, most), y + chance.randint(-most, most)) for x, y in points]
    return polygons_of([(moved, label)])


def some_point(chance: random.Random) -> Any:
    """One point."""
    return keypoints_of([(chance.randrange(1000), chance.randrange(1000), "")])


def blurred_point(value: Any, noise: float, chance: random.Random) -> Any:
    """The point moved."""
    moved = (max(0, round(each + chance.gauss(0, 60 * noise))) for each in value[0][:2])
    return keypoints_of([(*moved, "")])


def some_ranking(chance: random.Random) -> Any:
    """Six items in some order."""
    return ranking_of(chance.sample("abcdef", 6))


def blurred_ranking(value: Any, noise: float, chance: random.Random) -> Any:
    """Places moved by noise."""
    place = {item: index + chance.gauss(0, 4 * noise) for index, item in enumerate(value)}
    return ranking_of(sorted(value, key=place.__getitem__))


def measure_ratings(folder: Path) -> None:
    """Print the mean distance and the share right, beside mean, median and majority."""
    with (folder / "answers.csv").open(newline="") as file:
        rows = {(row["task"], row["worker"]): int(row["label"]) for row in csv.DictReader(file)}
    with (folder / "gold.csv").open(newline="") as file:
        gold = {row["task"]: int(row["label"]) for row in csv.DictReader(file)}
    given: dict[str, list[int]] = defaultdict(list)
    for (task, _), rating in rows.items():
        given[task].append(rating)
    answers = [Given(*key, rating) for key, rating in rows.items()]
    ours = judge_answers("ratings", answers, Measure(scale=Scale(0, 4))).consensus
    results = {
        "mean": lambda task: int(mean(given[task]) + 0.5),
        "median": lambda task: int(median(given[task])),
        "majority": lambda task: Counter(sorted(given[task])).most_common(1)[0][0],
        "ours": lambda task: ours[task].value,
    }
    for name, found in results.items():
        off = [abs(found(task) - step) for task, step in gold.items() if task in given]
        right = 100 * mean(each == 0 for each in off)
        print(f"{folder.name:12}{name:10} distance {mean(off):.4f}  right {right:.2f}%")


if __name__ == "__main__":
    main()
