"""One control of every type that is paid, with tasks whose answers are known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from labelfield.protocol.canonical import Json

Items = list[dict[str, Any]]

WORDS = (
    *("the", "old", "ship", "left", "new", "york", "with", "nine", "bales", "of", "grey", "wool"),
    *("on", "a", "cold", "clear", "morning"),
)
ANIMALS = ("cat", "dog", "eel", "fox", "gnu")
OBJECTS = """<Image name="image" value="$image"/><Text name="text" value="$text"/>
<Text name="left" value="$left"/><Text name="right" value="$right"/>
<List name="list" value="$list"/><Paragraphs name="talk" value="$talk"/>
<HyperText name="page" value="$page"/><Audio name="sound" value="$sound"/>"""
LABELS = '<Label value="a"/><Label value="b"/>'


def task_data(number: int, media: Mapping[str, str] | None = None) -> dict[str, Json]:
    """Return what a task shows: every kind of object."""
    random = Random(number)
    picked = [random.choice(WORDS) for _ in range(12)]
    talk: list[Json] = [{"author": "x", "text": " ".join(picked[:6])} for _ in range(2)]
    items: list[Json] = [{"id": f"i{each}", "title": f"item {each}"} for each in range(4)]
    return {
        "image": (media or {}).get("image", f"media/{number:064x}.png"),
        "sound": (media or {}).get("sound", f"media/{number:064x}.wav"),
        "text": " ".join(picked),
        "left": f"essay {number % 7}",
        "right": f"essay {7 + number % 5}",
        "list": items,
        "talk": talk,
        "page": "<p>" + " ".join(picked) + "</p>",
    }


@dataclass(frozen=True)
class Sample:
    """A control, and who says what of it."""

    type: str
    xml: str
    says: Callable[[int, Random, bool], Items]
    """The items of an answer to a task: right but for small errors, or, if asked, careless."""


def _item(name: str, to_name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"from_name": name, "to_name": to_name, "type": kind, "value": value}


def _region(item: dict[str, Any], place: int = 1) -> dict[str, Any]:
    size = {"original_width": 640, "original_height": 480, "image_rotation": 0}
    beside = size if item["to_name"] == "image" else {}
    return item | {"id": f"{item['from_name']}{place}"} | beside


def _spot(number: int, random: Random, careless: bool) -> tuple[float, float]:
    """Where something is; a fraction of a percent off, or anywhere."""
    chosen = random if careless else Random(number * 31)
    x, y = chosen.uniform(5, 60), chosen.uniform(5, 60)
    return round(x + random.uniform(-0.6, 0.6), 3), round(y + random.uniform(-0.6, 0.6), 3)


def _which(number: int, random: Random, careless: bool, count: int) -> int:
    return random.randrange(count) if careless else Random(number * 17).randrange(count)


def _box(number: int, random: Random, careless: bool) -> Items:
    x, y = _spot(number, random, careless)
    label = "ab"[number % 2]
    value = {"x": x, "y": y, "width": 20.5, "height": 14, "rotation": 0, "rectanglelabels": [label]}
    return [_region(_item("box", "image", "rectanglelabels", value))]


def _ellipse(number: int, random: Random, careless: bool) -> Items:
    x, y = _spot(number, random, careless)
    value = {"x": x, "y": y, "radiusX": 12, "radiusY": 9.25, "rotation": 0}
    return [_region(_item("ring", "image", "ellipse", value))]


def _polygon(number: int, random: Random, careless: bool) -> Items:
    x, y = _spot(number, random, careless)
    points = [[x, y], [x + 18, y + 2], [x + 15, y + 20], [x + 1, y + 16]]
    value = {"points": points, "closed": True, "polygonlabels": ["a"]}
    return [_region(_item("area", "image", "polygonlabels", value))]


def _keypoint(number: int, random: Random, careless: bool) -> Items:
    x, y = _spot(number, random, careless)
    value = {"x": x, "y": y, "width": 0.5, "keypointlabels": ["b"]}
    return [_region(_item("point", "image", "keypointlabels", value))]


def _ends(number: int, random: Random, careless: bool, length: int) -> tuple[int, int]:
    start = _which(number, random, careless, length - 12)
    return start, start + 9 + random.randrange(2)


def _span(number: int, random: Random, careless: bool) -> Items:
    text = str(task_data(number)["text"])
    start, end = _ends(number, random, careless, len(text))
    value = {"start": start, "end": end, "text": text[start:end], "labels": ["a"]}
    return [_region(_item("span", "text", "labels", value))]


def _markup(number: int, random: Random, careless: bool) -> Items:
    text = str(task_data(number)["text"])
    start, end = _ends(number, random, careless, len(text))
    value = {
        "start": "/p[1]/text()[1]",
        "end": "/p[1]/text()[1]",
        "startOffset": start,
        "endOffset": end,
        "globalOffsets": {"start": start, "end": end},
        "text": text[start:end],
        "hypertextlabels": ["b"],
    }
    return [_region(_item("mark", "page", "hypertextlabels", value))]


def _turns(number: int, random: Random, careless: bool) -> Items:
    talk: Any = task_data(number)["talk"]
    turn = _which(number, random, careless, 2)
    text = talk[turn]["text"]
    start, end = _ends(number, random, careless, len(text))
    value = {
        "start": str(turn),
        "end": str(turn),
        "startOffset": start,
        "endOffset": end,
        "text": text[start:end],
        "paragraphlabels": ["a"],
    }
    return [_region(_item("turn", "talk", "paragraphlabels", value))]


def _segment(number: int, random: Random, careless: bool) -> Items:
    start = 0.25 * _which(number, random, careless, 40)
    end = start + 3 + 0.25 * random.randrange(2)
    value = {"start": start, "end": end, "channel": 0, "labels": ["b"]}
    item = _region(_item("segment", "sound", "labels", value))
    return [item | {"original_length": 20.5}]


def _choice(number: int, random: Random, careless: bool) -> Items:
    value = {"choices": [ANIMALS[_which(number, random, careless, 3)]]}
    return [_item("kind", "text", "choices", value)]


def _several(number: int, random: Random, careless: bool) -> Items:
    place = _which(number, random, careless, 4)
    return [_item("several", "text", "choices", {"choices": list(ANIMALS[place : place + 2])})]


def _place(number: int, random: Random, careless: bool) -> Items:
    place = _which(number, random, careless, 5)
    path = ["sea" if ANIMALS[place] == "eel" else "land", ANIMALS[place]]
    return [_item("tree", "text", "taxonomy", {"taxonomy": [path]})]


def _number(number: int, random: Random, careless: bool) -> Items:
    value = 0.5 * _which(number, random, careless, 180) + 0.5 * random.randrange(3)
    return [_item("number", "text", "number", {"number": value})]


def _rating(number: int, random: Random, careless: bool) -> Items:
    return [_item("stars", "text", "rating", {"rating": 1 + _which(number, random, careless, 5)})]


def _better(number: int, random: Random, careless: bool) -> Items:
    data = task_data(number)
    right = _strength(data["left"]) < _strength(data["right"])
    side = random.choice(("left", "right")) if careless else ("right" if right else "left")
    return [_item("better", "left", "pairwise", {"selected": side})]


def _strength(essay: Json) -> int:
    return int(str(essay).split()[1]) * 7 % 12


def _order(number: int, random: Random, careless: bool) -> Items:
    ids = [f"i{each}" for each in range(4)]
    (random if careless else Random(number * 13)).shuffle(ids)
    return [_item("order", "list", "ranker", {"ranker": {"order": ids}})]


def _words(number: int, random: Random, careless: bool) -> Items:
    words = str(task_data(number)["text"]).split()
    if careless:
        words = [random.choice(WORDS) for _ in words]
    elif random.random() < 0.3:
        words = words[:-1]
    return [_item("words", "text", "textarea", {"text": [" ".join(words).capitalize() + "."]})]


_TREE = (
    '<Choice value="land">'
    + "".join(f'<Choice value="{each}"/>' for each in ANIMALS if each != "eel")
    + '</Choice><Choice value="sea"><Choice value="eel"/></Choice>'
)
_CHOICES = "".join(f'<Choice value="{each}"/>' for each in ANIMALS)

SAMPLES: Mapping[str, Sample] = {
    "box": Sample(
        "boxes", f'<RectangleLabels name="box" toName="image">{LABELS}</RectangleLabels>', _box
    ),
    "ring": Sample("boxes", '<Ellipse name="ring" toName="image"/>', _ellipse),
    "area": Sample(
        "polygons", f'<PolygonLabels name="area" toName="image">{LABELS}</PolygonLabels>', _polygon
    ),
    "point": Sample(
        "keypoints",
        f'<KeyPointLabels name="point" toName="image">{LABELS}</KeyPointLabels>',
        _keypoint,
    ),
    "span": Sample("spans", f'<Labels name="span" toName="text">{LABELS}</Labels>', _span),
    "mark": Sample(
        "spans", f'<HyperTextLabels name="mark" toName="page">{LABELS}</HyperTextLabels>', _markup
    ),
    "turn": Sample(
        "spans", f'<ParagraphLabels name="turn" toName="talk">{LABELS}</ParagraphLabels>', _turns
    ),
    "segment": Sample(
        "spans", f'<Labels name="segment" toName="sound">{LABELS}</Labels>', _segment
    ),
    "kind": Sample(
        "choices",
        f'<Choices name="kind" toName="text" choice="single">{_CHOICES}</Choices>',
        _choice,
    ),
    "several": Sample(
        "multilabel",
        f'<Choices name="several" toName="text" choice="multiple">{_CHOICES}</Choices>',
        _several,
    ),
    "tree": Sample("taxonomy", f'<Taxonomy name="tree" toName="text">{_TREE}</Taxonomy>', _place),
    "number": Sample(
        "numbers", '<Number name="number" toName="text" min="0" max="100" step="0.5"/>', _number
    ),
    "stars": Sample("ratings", '<Rating name="stars" toName="text" maxRating="5"/>', _rating),
    "better": Sample("preferences", '<Pairwise name="better" toName="left,right"/>', _better),
    "order": Sample("rankings", '<Ranker name="order" toName="list"/>', _order),
    "words": Sample("transcripts", '<TextArea name="words" toName="text"/>', _words),
}


def config_of(*names: str) -> str:
    """Return a config that asks these controls, in the order of SAMPLES."""
    chosen = (sample.xml for name, sample in SAMPLES.items() if name in names)
    return f"<View>{OBJECTS}{''.join(chosen)}</View>"


def answer_to(number: int, who: int, *names: str, careless: bool = False) -> list[Json]:
    """Return what somebody answers to a task; the same each time."""
    random = Random(number * 101 + who)
    return [
        item
        for name, sample in SAMPLES.items()
        if name in names
        for item in sample.says(number, random, careless)
    ]
