"""Preference pairs: prompt, chosen and rejected, for DPO and for reward models."""

from collections.abc import Iterator
from typing import Any

from labelfield.formats.errors import CannotExport
from labelfield.formats.exports.items import Finished, Item
from labelfield.formats.exports.tables import json_bytes
from labelfield.labeling.config import LabelingConfig, ObjectTag, Pairwise


def dpo_lines(finished: Finished) -> Iterator[bytes]:
    """Yield `{prompt, chosen, rejected}` a line, as TRL's DPOTrainer reads it.

    A task on which nothing was concluded stands with both texts null, so that none is lost.
    """
    control = _control(finished.config)
    for item in finished.items():
        chosen, rejected = _sides(item, finished.config, control)
        yield _line(item, {"prompt": _prompt(item, finished.config, control), "chosen": chosen,
                           "rejected": rejected})  # fmt: skip


def reward_lines(finished: Finished) -> Iterator[bytes]:
    """Yield `{chosen, rejected, margin}` a line with the prompt in both texts.

    The margin is how sure the crowd is beyond even odds, from 0 to 1.
    """
    control = _control(finished.config)
    for item in finished.items():
        prompt = _prompt(item, finished.config, control)
        texts = [None if side is None else f"{prompt}\n\n{side}" if prompt else side
                 for side in _sides(item, finished.config, control)]  # fmt: skip
        margin = max(0.0, round(2 * float(item.confidence) - 1, 4))
        yield _line(item, {"chosen": texts[0], "rejected": texts[1], "margin": margin})


def _line(item: Item, fields: dict[str, Any]) -> bytes:
    known = {"confidence": float(item.confidence), "key": item.key, "task_id": item.task_id}
    return json_bytes(fields | known) + b"\n"


def _control(config: LabelingConfig) -> Pairwise:
    found = [control for control in config.controls if isinstance(control, Pairwise)]
    if len(found) != 1:
        raise CannotExport("dpo and reward", f"one Pairwise; there are {len(found)}")
    return found[0]


def _sides(item: Item, config: LabelingConfig, control: Pairwise) -> tuple[str | None, str | None]:
    fields = {shown.name: shown.field for shown in config.objects}
    left, right = (str(item.data[fields[name]]) for name in (control.to_name, control.right))
    for said in item.result:
        if said.get("from_name") == control.name:
            return (left, right) if said["value"]["selected"] == "left" else (right, left)
    return None, None


def _prompt(item: Item, config: LabelingConfig, control: Pairwise) -> str:
    """The texts and chats that are shown beside the two sides."""
    others = [
        shown for shown in config.objects if shown.name not in (control.to_name, control.right)
    ]
    return "\n\n".join(filter(None, (_words(item, shown) for shown in others)))


def _words(item: Item, shown: ObjectTag) -> str:
    value: Any = item.data[shown.field]
    if shown.kind == "chat":
        return "\n".join(f"{turn['role']}: {turn['content']}" for turn in value)
    return value if shown.kind in ("text", "hypertext") else ""
