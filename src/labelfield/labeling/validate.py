"""Whether an answer can be accepted under a config: refuse, never coerce.

An answer is a Label Studio `result` array in one spelling: the items stand in the order of the
config's controls, relations last; an item about the task has exactly from_name, to_name, type and
value; a region's item has its `id` too, and beside the value what Label Studio says of a picture
or a recording; an item about a region has the region's `id`.
"""

import re

from labelfield.labeling.asking import Heard, is_asked
from labelfield.labeling.config import Control, LabelingConfig, ObjectTag, Regions
from labelfield.labeling.errors import InvalidAnswer, NotAnswered
from labelfield.labeling.question_values import check_question_value
from labelfield.labeling.reading import array, distinct, exact_object, expect, one_of, seen
from labelfield.labeling.region_values import check_region, item_keys
from labelfield.protocol.canonical import Json

MOST_ITEMS = 20_000
_ITEM = ("from_name", "to_name", "type", "value")
_RELATION = ("type", "from_id", "to_id", "direction", "labels")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def validate_answer(config: LabelingConfig, answer: Json) -> None:
    """Raise InvalidAnswer unless `answer` is a result array that answers all of `config`."""
    items = array(answer, "answer", 0, MOST_ITEMS)
    objects = {shown.name: shown for shown in config.objects}
    places = {control.name: place for place, control in enumerate(config.controls)}
    read = Heard()
    last = 0
    for place, item in enumerate(items):
        where = f"answer[{place}]"
        if not isinstance(item, dict):
            raise InvalidAnswer(where, f"an object with exactly {', '.join(_ITEM)}", seen(item))
        if item.get("type") == "relation" and config.relations is not None:
            last = len(config.controls)
            continue
        if "from_name" not in item:
            exact_object(item, _ITEM, where)
        control = config.controls[
            places[one_of(item.get("from_name"), list(places), f"{where}.from_name")]
        ]
        if places[control.name] < last:
            expected = "items in the order of the config's controls"
            raise InvalidAnswer(where, expected, f"{control.name!r:.80} too late")
        last = places[control.name]
        _read_item(read, control, objects[control.to_name], item, where)
    _check_whole(config, read)
    _check_relations(config, read, items)


def _read_item(
    read: Heard, control: Control, shown: ObjectTag, item: dict[str, Json], where: str
) -> None:
    marks = isinstance(control, Regions)
    keys = ("id", *item_keys(shown)) if marks else ("id",) if control.asked.per_region else ()
    exact_object(item, (*keys, *_ITEM), where)
    expect(f"{where}.to_name", control.to_name, item["to_name"])
    if isinstance(control, Regions):
        expect(f"{where}.type", control.type, item["type"])
        identity = _identity(item["id"], f"{where}.id")
        if identity in read.regions:
            raise InvalidAnswer(f"{where}.id", "an id of its own", seen(identity))
        read.regions[identity] = (control, check_region(control, shown, item, where))
        return
    expect(f"{where}.type", type(control).__name__.lower(), item["type"])
    about = _about(read, control, item, where) if control.asked.per_region else None
    if (control.name, about) in read.said:
        raise InvalidAnswer(where, f"one answer to {control.name!r}", "a second")
    read.said[control.name, about] = check_question_value(control, item["value"], f"{where}.value")


def _identity(value: Json, where: str) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise InvalidAnswer(where, "1 to 64 of A-Z, a-z, 0-9, '_', '-'", seen(value))
    return value


def _about(read: Heard, control: Control, item: dict[str, Json], where: str) -> str:
    """Return the id of the region that an item is about."""
    identity = _identity(item["id"], f"{where}.id")
    region = read.regions.get(identity)
    if region is None or region[0].to_name != control.to_name:
        raise InvalidAnswer(f"{where}.id", f"the id of a region of {control.to_name!r}", identity)
    return identity


def _check_whole(config: LabelingConfig, read: Heard) -> None:
    """Refuse answers to what was not asked, and the lack of those to what was."""
    alone = len(config.controls) == 1
    for control in config.controls:
        if isinstance(control, Regions):
            made = any(region is control for region, _ in read.regions.values())
            _check_asked(control, control.asked.required, made, is_asked(control, read, None), "")
        elif not control.asked.per_region:
            given = (control.name, None) in read.said
            must = control.asked.required or alone
            _check_asked(control, must, given, is_asked(control, read, None), "")
        else:
            for identity, (region, _) in read.regions.items():
                asked = region.to_name == control.to_name and is_asked(control, read, identity)
                given = (control.name, identity) in read.said
                _check_asked(control, control.asked.required, given, asked, f" of {identity}")


def _check_asked(control: Control, must: bool, given: bool, asked: bool, what: str) -> None:
    if given and not asked:
        expected = f"nothing for {control.name!r}{what}, which is not asked here (visibleWhen)"
        raise InvalidAnswer("answer", expected, "an answer to it")
    if asked and must and not given:
        raise NotAnswered(control.name, what)


def _check_relations(config: LabelingConfig, read: Heard, items: list[Json]) -> None:
    known = list(config.relations or ())
    pairs: set[tuple[str, str]] = set()
    for place, item in enumerate(items):
        if config.relations is None or not isinstance(item, dict) or item.get("type") != "relation":
            continue
        where = f"answer[{place}]"
        relation = exact_object(item, _RELATION, where)
        ends = [
            one_of(relation[key], list(read.regions), f"{where}.{key}")
            for key in ("from_id", "to_id")
        ]
        one_of(relation["direction"], ["left", "right", "bi"], f"{where}.direction")
        if relation["labels"] != []:
            distinct(relation["labels"], known, f"{where}.labels", len(known))
        if ends[0] == ends[1] or (ends[0], ends[1]) in pairs:
            raise InvalidAnswer(where, "two regions that are not related yet", f"{ends!r:.80}")
        pairs.add((ends[0], ends[1]))
