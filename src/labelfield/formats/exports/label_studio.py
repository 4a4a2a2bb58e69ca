"""Label Studio JSON: an array of tasks; answers as annotations, the consensus as a prediction."""

from collections.abc import Iterator
from typing import Any

from labelfield.formats.exports.items import Finished, Given, Item
from labelfield.formats.exports.tables import json_bytes


def label_studio_pieces(finished: Finished) -> Iterator[bytes]:
    """Yield the pieces of an array that Label Studio imports."""
    yield b"["
    for place, item in enumerate(finished.items()):
        yield (b",\n" if place else b"\n") + json_bytes(_task(item))
    yield b"\n]\n"


def _task(item: Item) -> dict[str, Any]:
    prediction = {
        "model_version": "labelfield",
        "result": item.result,
        "score": float(item.confidence),
    }
    return {
        "data": item.data,
        "meta": {"key": item.key, "task_id": item.task_id, "answers": len(item.given)},
        "annotations": [_annotation(given) for given in item.given],
        "predictions": [prediction] if item.given else [],
    }


def _annotation(given: Given) -> dict[str, Any]:
    return {
        "ground_truth": False,
        "meta": {
            "labeler": given.labeler,
            "sequence": given.sequence,
            "receipt": given.receipt,
        },
        "result": given.result,
        "was_cancelled": False,
    }
