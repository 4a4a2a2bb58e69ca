"""CoNLL: a token a line with its tag (BIO), a blank line between sentences, a mark before texts.

Label Studio counts in UTF-16 units, Python in code points: spans are moved before they are cut.
"""

import re
from collections.abc import Iterator

from labelfield.formats.errors import CannotExport
from labelfield.formats.exports.items import Finished, Item
from labelfield.labeling.config import LabelingConfig, Regions

DOCUMENT = "-DOCSTART- -X- O O"
_TOKEN = re.compile(r"\w+|[^\w\s]", re.UNICODE)

Span = tuple[int, int, str]
"""Start, end (code points, end excluded) and label."""


def conll_lines(finished: Finished) -> Iterator[bytes]:
    """Yield the lines of a CoNLL-2003 file: token, -X-, _, tag."""
    control = _control(finished.config)
    (shown,) = (shown for shown in finished.config.objects if shown.name == control.to_name)
    for item in finished.items():
        text = str(item.data[shown.field])
        yield f"{DOCUMENT}\n\n".encode()
        tags = [f"{token} -X- _ {tag}\n" for token, tag in tagged(text, spans_of(item, control))]
        yield ("".join(tags) + "\n").encode() if tags else b""


def spans_of(item: Item, control: Regions) -> list[Span]:
    """Return an item's spans in code points."""
    found = []
    for said in item.result:
        if said.get("from_name") == control.name:
            value = said["value"]
            label = (value.get(control.labels_key or "") or [control.name])[0]
            found.append((value["start"], value["end"], str(label)))
    return found


def tagged(text: str, spans: list[Span]) -> Iterator[tuple[str, str]]:
    """Yield each token with its tag; where spans overlap, the one that starts first counts.

    `spans` are in UTF-16 units. A token belongs to a span that holds its first character.
    """
    places = code_points(text)
    moved = sorted((places[min(start, len(places) - 1)], places[min(end, len(places) - 1)], label)
                   for start, end, label in spans)  # fmt: skip
    inside: Span | None = None
    for match in _TOKEN.finditer(text):
        start = match.start()
        found = next((span for span in moved if span[0] <= start < span[1]), None)
        if found is None:
            yield match.group(), "O"
        else:
            yield match.group(), f"{'I' if found == inside else 'B'}-{found[2]}"
        inside = found


def code_points(text: str) -> list[int]:
    """Return the place in code points of every place in UTF-16 units, the end included."""
    places: list[int] = []
    for place, character in enumerate(text):
        places += [place] * (2 if ord(character) > 0xFFFF else 1)
    return [*places, len(text)]


def _control(config: LabelingConfig) -> Regions:
    texts = [shown.name for shown in config.objects if shown.kind == "text"]
    found = [c for c in config.controls if isinstance(c, Regions) and c.to_name in texts]
    if len(found) != 1:
        raise CannotExport("conll", f"one question for spans of a text; there are {len(found)}")
    return found[0]
