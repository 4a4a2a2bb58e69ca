"""Models as labelers, for the command line and for Python: say, ask, go around."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from labelfield.api.prediction_models import PredictionsAccepted
from labelfield.requesting.predicting import (
    Said,
    ask_backend,
    by_key,
    chunks,
    read_predictions,
)
from labelfield.requesting.tasks import ProjectTasks
from labelfield.sdk.requester import Requester


def predict(
    client: Requester, number: int, shown: ProjectTasks, model: str, labels: Mapping[str, Any]
) -> PredictionsAccepted:
    """Send labels, or pairs of label and score, by the keys of tasks."""
    return _send(client, number, shown, model, by_key(shown.config, labels))


def predict_from(
    client: Requester, number: int, shown: ProjectTasks, model: str, file: Path, key_field: str
) -> PredictionsAccepted:
    """Send what a file says."""
    said = read_predictions(file, shown.config, key_field)
    return _send(client, number, shown, model, said)


def predict_by(
    client: Requester, number: int, shown: ProjectTasks, model: str, url: str
) -> PredictionsAccepted:
    """Ask a Label Studio ML backend and send what it says."""
    base = f"{client.url}/api/projects/{number}"
    said = ask_backend(url, shown.manifest.config, shown.tasks, base)
    return _send(client, number, shown, model, said)


def _send(
    client: Requester, number: int, shown: ProjectTasks, model: str, said: Mapping[str, Said]
) -> PredictionsAccepted:
    total = PredictionsAccepted(accepted=0, known=0, closed=0)
    for request in chunks(model, said, shown.tasks):
        found = client.predict(number, request)
        total = PredictionsAccepted(
            accepted=total.accepted + found.accepted,
            known=total.known + found.known,
            closed=total.closed + found.closed,
        )
    return total


def new_labels(answers: Iterator[tuple[str, str]], every: int) -> Iterator[dict[str, str]]:
    """Yield all labels so far whenever there are that many more, and at the end."""
    labels: dict[str, str] = {}
    told = 0
    for key, label in answers:
        labels[key] = label
        if len(labels) - told >= every:
            told = len(labels)
            yield dict(labels)
    if len(labels) > told:
        yield dict(labels)
