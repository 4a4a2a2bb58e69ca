"""What models say of a project's tasks: from a file, or asked of a Label Studio ML backend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import httpx

from labelfield.api.prediction_models import MOST_AT_ONCE, Prediction, Predictions
from labelfield.formats.csv_rows import read_file
from labelfield.formats.errors import InvalidField, Place
from labelfield.formats.predictions import best_prediction
from labelfield.formats.rows import parse_json_at, read_rows
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config import LabelingConfig, classes
from labelfield.labeling.errors import LabelingError
from labelfield.protocol.ids import TaskId
from labelfield.protocol.tasks import Task
from labelfield.requesting.errors import BadBackend

ASKED_AT_ONCE = 50
BACKEND_TIMEOUT_S = 300.0
LARGEST_REPLY = 64 << 20


@dataclass(frozen=True, slots=True)
class Said:
    """What a model says of one task."""

    result: list[Any]
    score: float | None


def by_key(config: LabelingConfig, labels: Mapping[str, Any]) -> dict[str, Said]:
    """Return what labels, or pairs of label and score, say of tasks by their keys."""
    found = {}
    for key, said in labels.items():
        label, score = said if isinstance(said, tuple | list) else (said, None)
        found[key] = _said(config, str(label), score, Place(f"task {key}"))
    return found


def read_predictions(path: Path, config: LabelingConfig, key_field: str) -> dict[str, Said]:
    """Return what a file says: Label Studio tasks with predictions, or rows of key and label."""
    if path.suffix.lower() == ".json":
        return dict(_label_studio(path, config, key_field))
    found = {}
    for row in read_rows(path):
        key, label, score = (row.fields.get(name) for name in (key_field, "label", "score"))
        if not isinstance(key, str) or not isinstance(label, str):
            fix = f"give every row {key_field} and label, and score where the model has one"
            raise InvalidField(row.place, "no key or no label", fix, "label")
        found[key] = _said(config, label, score, row.place)
    return found


def ask_backend(url: str, xml: str, tasks: Mapping[TaskId, Task], base: str) -> dict[str, Said]:
    """Return what a Label Studio ML backend says of tasks, by their keys.

    Files that tasks show are named by addresses below `base`.
    """
    config, found = xml, {}
    with httpx.Client(base_url=url, timeout=BACKEND_TIMEOUT_S, trust_env=False) as client:
        remaining = iter(tasks.values())
        while batch := list(islice(remaining, ASKED_AT_ONCE)):
            results = _asked(client, url, config, batch, base)
            for task, result in zip(batch, results, strict=True):
                if result is not None:
                    found[task.key] = result
    return found


def chunks(
    model: str, said: Mapping[str, Said], tasks: Mapping[TaskId, Task]
) -> Iterator[Predictions]:
    """Yield requests that tell a server what a model says of tasks that are named by key."""
    by_name = {task.key: identifier for identifier, task in tasks.items()}
    unknown = sorted(said.keys() - by_name.keys())
    if unknown:
        place = Place(f"prediction of {unknown[0]!r}")
        raise InvalidField(place, "the project has no such task", "use the tasks' keys", "key")
    rows = iter(
        Prediction(task=by_name[key], result=one.result, score=one.score)
        for key, one in said.items()
    )
    while batch := list(islice(rows, MOST_AT_ONCE)):
        yield Predictions(model=model, predictions=batch)


def _label_studio(path: Path, config: LabelingConfig, key_field: str) -> Iterator[tuple[str, Said]]:
    tasks = parse_json_at(read_file(path).removeprefix(b"\xef\xbb\xbf"), Place(str(path)))
    if not isinstance(tasks, list):
        raise InvalidField(Place(str(path)), "not an array of tasks", "export it as JSON", "tasks")
    for number, task in enumerate(tasks, start=1):
        place = Place(str(path), f"task {number}")
        if not isinstance(task, dict):
            raise InvalidField(place, "not an object", "export it again", "task")
        key = task.get("id") if isinstance(task.get("data"), dict) else task.get(key_field)
        guess: Any = best_prediction(config, task.get("predictions"), place)
        if guess is not None:
            yield str(number if key is None else key), Said(guess["result"], _share(guess["score"]))


def _asked(
    client: httpx.Client, url: str, xml: str, batch: Sequence[Task], base: str
) -> list[Said | None]:
    body = {
        "tasks": [
            {"id": number, "data": _reachable(task.data, base)}
            for number, task in enumerate(batch, start=1)
        ],
        "label_config": xml,
        "params": {},
    }
    try:
        reply = client.post("/predict", json=body)
        reply.raise_for_status()
        results = reply.json()["results"]
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise BadBackend(url, str(error) or type(error).__name__) from error
    if not isinstance(results, list) or len(results) != len(batch):
        raise BadBackend(url, f"{len(batch)} tasks were asked, the reply is {results!r:.80}")
    from labelfield.labeling.config_xml import parse_config

    config = parse_config(xml)
    return [
        _of_backend(config, each, Place(url, f"task {task.key!r}"))
        for task, each in zip(batch, results, strict=True)
    ]


def _of_backend(config: LabelingConfig, found: Any, place: Place) -> Said | None:
    """One task's result: an object, or a list of such of which the surest counts."""
    guess: Any = best_prediction(config, found if isinstance(found, list) else [found], place)
    if guess is None or not guess["result"]:
        return None
    return Said(guess["result"], _share(guess["score"]))


def _reachable(data: Mapping[str, Any], base: str) -> dict[str, Any]:
    """A task's data with its files under addresses that a backend can fetch."""
    return {
        name: f"{base}/{value}" if isinstance(value, str) and value.startswith("media/") else value
        for name, value in data.items()
    }


def _said(config: LabelingConfig, label: str, score: Any, place: Place) -> Said:
    try:
        if label not in classes(config):
            raise InvalidField(place, f"{label!r:.60} is no choice", "use the config's", "label")
        return Said(list(answer_of(config, label)), _share(score))
    except LabelingError as error:
        raise InvalidField(place, str(error), "ask one choice", "label") from error


def _share(score: Any) -> float | None:
    """A score from 0 to 1; what is none, or beyond, says nothing."""
    try:
        share = float(score)
    except (TypeError, ValueError):
        return None
    return share if 0 <= share <= 1 else None
