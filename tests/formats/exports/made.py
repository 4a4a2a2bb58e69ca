"""Finished datasets made up for tests: any config, any valid answers, some tasks without any."""

import struct
import zlib
from typing import Any

from hypothesis import strategies as st

from labelfield.formats.exports.items import Finished, Given, Item
from labelfield.labeling.config import LabelingConfig
from tests.labeling.strategies import answers

WIDTH, HEIGHT = 40, 30


def png(width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" * (width + 1) for _ in range(height)))
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def item(number: int, data: dict[str, Any], result: list[Any], given: int = 2) -> Item:
    """An item whose labelers all said its result."""
    label = result[0]["value"]["choices"][0] if result and "choices" in result[0]["value"] else None
    said = tuple(
        Given(f"labeler-{place}", number * 10 + place, label, result, f"0x{number:062x}{place:02x}")
        for place in range(given if result else 0)
    )
    return Item(f"key {number}", f"0x{number:064x}", data, label, "0.9876", result, said)


def finished(config: LabelingConfig, items: list[Item], **more: Any) -> Finished:
    """A finished project of these items; every file that it shows is the same picture."""
    picture = png()
    more.setdefault("media", lambda _: picture)
    return Finished(
        config, lambda: iter(items), "Made up", "Look closely.", {"pool": "0x1"}, **more
    )


def data_of(config: LabelingConfig, number: int) -> dict[str, Any]:
    """What a task of this config may hold."""
    endings = {"image": "png", "audio": "wav", "video": "mp4"}
    texts: dict[str, Any] = {
        "paragraphs": [{"author": "a", "text": "b"}],
        "chat": [{"role": "user", "content": f"hello {number}"}],
        "list": [{"id": "1", "title": "x"}, {"id": "2", "body": "y"}],
    }
    return {
        shown.field: texts.get(shown.kind)
        or (
            f"media/{number:064x}.{endings[shown.kind]}"
            if shown.kind in endings
            else f'text 🙂 {number}, with "quotes",\nand lines'
        )
        for shown in config.objects
    }


@st.composite
def items(draw: st.DrawFn, config: LabelingConfig) -> list[Item]:
    """Some items of a config; every third has no answers."""
    return [
        item(number, data_of(config, number), [] if number % 3 == 2 else draw(answers(config)))
        for number in range(draw(st.integers(1, 4)))
    ]


def box(x: float, y: float, width: float, height: float, label: str, turn: float = 0) -> Any:
    """A box in percent, on a picture of the usual size."""
    return region("rectangle", label, x=x, y=y, width=width, height=height, rotation=turn)


def region(shape: str, label: str, **value: Any) -> Any:
    """A region of any shape."""
    kind = f"{shape}labels"
    return {
        "id": f"{shape}{hash((label, str(value))) % 10**6}",
        "from_name": shape,
        "to_name": "picture",
        "type": kind,
        "original_width": WIDTH,
        "original_height": HEIGHT,
        "image_rotation": 0,
        "value": {**value, kind: [label]},
    }
