"""Whether an answer fits the task it is given for: spans lie in the text, rankings name its items.

JavaScript counts UTF-16 units, as Label Studio does; so do offsets here.
"""

from labelfield.labeling.config import Control, LabelingConfig, ObjectTag, Ranker, Regions
from labelfield.labeling.errors import InvalidAnswer
from labelfield.labeling.region_values import shape_of
from labelfield.labeling.validate import validate_answer
from labelfield.labeling.validate_task import validate_task
from labelfield.protocol.canonical import Json


def validate_on_task(config: LabelingConfig, data: Json, answer: Json) -> None:
    """Raise InvalidTask or InvalidAnswer unless `answer` is one to this very task."""
    validate_task(config, data)
    validate_answer(config, answer)
    assert isinstance(data, dict)
    assert isinstance(answer, list)
    controls = {control.name: control for control in config.controls}
    objects = {shown.name: shown for shown in config.objects}
    for place, item in enumerate(answer):
        assert isinstance(item, dict)
        control = controls.get(str(item.get("from_name")))
        if control is not None:
            shown = objects[control.to_name]
            assert isinstance(item["value"], dict)
            _check(control, shown, data[shown.field], item["value"], f"answer[{place}].value")


def _check(
    control: Control, shown: ObjectTag, data: Json, value: dict[str, Json], where: str
) -> None:
    if isinstance(control, Ranker):
        _check_items(control, data, value, where)
    elif isinstance(control, Regions) and shape_of(control, shown) == "span":
        assert isinstance(data, str)
        _check_text(_slice(data, value["start"], value["end"]), value, where)
    elif isinstance(control, Regions) and shape_of(control, shown) == "paragraphs":
        _check_turns(shown, data, value, where)


def _check_items(control: Ranker, data: Json, value: dict[str, Json], where: str) -> None:
    """Without buckets all items are ranked; with buckets some may stay out."""
    assert isinstance(data, list)
    ranked = value["ranker"]
    assert isinstance(ranked, dict)
    known = {str(item["id"]) for item in data if isinstance(item, dict)}
    found = {str(one) for ids in ranked.values() if isinstance(ids, list) for one in ids}
    if not found <= known or (not control.buckets and found != known):
        expected = f"{'some' if control.buckets else 'all'} of {', '.join(sorted(known)):.200}"
        raise InvalidAnswer(f"{where}.ranker", expected, f"{', '.join(sorted(found)):.120}")


def _check_turns(shown: ObjectTag, data: Json, value: dict[str, Json], where: str) -> None:
    assert isinstance(data, list)
    first, last = int(str(value["start"])), int(str(value["end"]))
    if last >= len(data):
        raise InvalidAnswer(f"{where}.end", f"a paragraph below {len(data)}", f"{last}")
    texts = [str(turn[shown.text_key]) for turn in data[first : last + 1] if isinstance(turn, dict)]
    texts[-1] = _slice(texts[-1], 0, value["endOffset"])
    texts[0] = _slice(texts[0], value["startOffset"], None)
    _check_text("\n".join(texts), value, where)


def _check_text(expected: str, value: dict[str, Json], where: str) -> None:
    if value["text"] != expected:
        raise InvalidAnswer(f"{where}.text", f"{expected!r:.120}", f"{value['text']!r:.120}")


def _slice(text: str, start: Json, end: Json) -> str:
    """Cut by UTF-16 units; half a character becomes a mark that equals nothing."""
    assert isinstance(start, int)
    units = text.encode("utf-16-le", "surrogatepass")
    stop = len(units) if end is None else 2 * int(str(end))
    return units[2 * start : stop].decode("utf-16-le", "replace")
