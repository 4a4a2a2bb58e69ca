"""Whether a task can be shown under a config."""

import re

from labelfield.labeling.config import LabelingConfig, ObjectTag
from labelfield.labeling.errors import InvalidTask
from labelfield.labeling.reading import seen
from labelfield.protocol.canonical import Json

SUFFIXES = {
    "image": ("png", "jpg", "webp", "gif"),
    "audio": ("mp3", "wav", "ogg", "m4a", "flac"),
    "video": ("mp4", "webm"),
}
MOST_TURNS = 2000
MOST_ITEMS = 1000

_ROLES = ("system", "user", "assistant", "tool")


def validate_task(config: LabelingConfig, data: Json) -> None:
    """Raise InvalidTask unless `data` holds everything that the config shows."""
    if not isinstance(data, dict):
        raise InvalidTask("data", "an object", seen(data))
    for shown in config.objects:
        if shown.field not in data:
            expected = f"the {shown.kind} that the config shows"
            raise InvalidTask(shown.field, expected, "no such field")
        _validate_field(shown, data[shown.field])


def _validate_field(shown: ObjectTag, value: Json) -> None:
    if shown.kind == "paragraphs":
        _validate_turns(shown.field, value, (shown.name_key, shown.text_key))
    elif shown.kind == "chat":
        _validate_turns(shown.field, value, ("role", "content"))
        _validate_roles(shown.field, value)
    elif shown.kind == "list":
        _validate_list(shown.field, value)
    elif not isinstance(value, str) or not value.strip():
        raise InvalidTask(shown.field, "text that is not empty", seen(value))
    elif shown.kind in SUFFIXES:
        _validate_file(shown.field, value, SUFFIXES[shown.kind])


def _validate_file(field: str, value: str, suffixes: tuple[str, ...]) -> None:
    if not re.fullmatch(rf"media/[0-9a-f]{{64}}\.({'|'.join(suffixes)})", value):
        *first, last = (f".{suffix}" for suffix in suffixes)
        raise InvalidTask(field, f"media/<SHA-256>{', '.join(first)} or {last}", seen(value))


def _validate_turns(field: str, value: Json, keys: tuple[str, str]) -> None:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_TURNS:
        raise InvalidTask(field, f"an array of 1 to {MOST_TURNS} turns", seen(value))
    for place, turn in enumerate(value):
        if not isinstance(turn, dict) or not all(isinstance(turn.get(key), str) for key in keys):
            raise InvalidTask(
                f"{field}[{place}]", f"an object with texts {' and '.join(keys)}", seen(turn)
            )


def _validate_roles(field: str, value: Json) -> None:
    assert isinstance(value, list)
    for place, turn in enumerate(value):
        assert isinstance(turn, dict)
        if turn["role"] not in _ROLES:
            raise InvalidTask(
                f"{field}[{place}].role", f"one of {', '.join(_ROLES)}", seen(turn["role"])
            )


def _validate_list(field: str, value: Json) -> None:
    if not isinstance(value, list) or not 2 <= len(value) <= MOST_ITEMS:
        raise InvalidTask(field, f"an array of 2 to {MOST_ITEMS} items", seen(value))
    ids: set[str] = set()
    for place, item in enumerate(value):
        at = f"{field}[{place}]"
        if not isinstance(item, dict) or not isinstance(identity := item.get("id"), str):
            raise InvalidTask(at, "an object with an id as text", seen(item))
        if not identity.strip() or identity in ids:
            raise InvalidTask(f"{at}.id", "an id of its own", seen(identity))
        ids.add(identity)
        if not any(isinstance(item.get(key), str) and item[key] for key in ("title", "body")):
            raise InvalidTask(at, "a title or a body", seen(item))
