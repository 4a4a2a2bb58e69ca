"""Speech: a manifest with a JSON object a recording, as NeMo reads it, and the recordings."""

import struct
from pathlib import Path
from typing import Any

from labelfield.formats.errors import CannotExport
from labelfield.formats.exports.items import Finished, Item
from labelfield.formats.exports.pictures import file_name, only_object, write_file
from labelfield.formats.exports.tables import json_bytes
from labelfield.labeling.config import Regions, TextArea

MANIFEST = "manifest.jsonl"
AUDIO = "audio"


def write_speech(finished: Finished, folder: Path) -> None:
    """Write `manifest.jsonl` and `audio/`; a recording without words has the text ""."""
    shown = only_object(finished.config, "audio", "speech")
    names = [c.name for c in finished.config.controls if isinstance(c, TextArea)]
    marks = [c.name for c in finished.config.controls if isinstance(c, Regions)]
    if not names and not marks:
        raise CannotExport("speech", "a TextArea or Labels about the recording")
    (folder / AUDIO).mkdir(parents=True, exist_ok=True)
    with (folder / MANIFEST).open("wb") as manifest:
        for item in finished.items():
            write_file(finished, item, shown, folder / AUDIO)
            data = finished.media(str(item.data[shown.field])) if finished.media else b""
            line = {
                "audio_filepath": f"{AUDIO}/{file_name(item, shown)}",
                "duration": _duration(item, data),
                "text": _words(item, names),
                "segments": _segments(item, marks),
                "confidence": float(item.confidence),
                "key": item.key,
                "task_id": item.task_id,
            }
            manifest.write(json_bytes(line) + b"\n")


def _words(item: Item, names: list[str]) -> str:
    """What was written about the recording as a whole."""
    said = [one for one in item.result if one.get("from_name") in names and "id" not in one]
    return " ".join(text for one in said for text in one["value"]["text"])


def _segments(item: Item, marks: list[str]) -> list[dict[str, Any]]:
    """Stretches in seconds, each with its labels and what was written about it."""
    about: dict[str, list[str]] = {}
    for one in item.result:
        if "id" in one and "text" in one["value"]:
            about.setdefault(one["id"], []).extend(one["value"]["text"])
    return [
        {
            "start": one["value"]["start"],
            "end": one["value"]["end"],
            "labels": one["value"].get("labels", []),
            "text": " ".join(about.get(one["id"], [])),
        }
        for one in item.result
        if one.get("from_name") in marks
    ]


def _duration(item: Item, data: bytes) -> float | None:
    """Seconds, as regions state them, else as the file's head says; None where neither does."""
    for one in item.result:
        if "original_length" in one:
            return float(one["original_length"])
    return duration_of(data)


def duration_of(data: bytes) -> float | None:
    """Return the seconds of a WAV, FLAC or Ogg Vorbis file, None for others and broken ones."""
    try:
        if data[:4] == b"RIFF":
            return _wav(data)
        if data[:4] == b"fLaC":
            head = int.from_bytes(data[18:26])
            return round((head & 0xFFFFFFFFF) / (head >> 44), 4)
        if data[:4] == b"OggS":
            rate = struct.unpack_from("<I", data, data.index(b"\x01vorbis") + 12)[0]
            end = struct.unpack_from("<q", data, data.rindex(b"OggS") + 6)[0]
            return float(round(end / rate, 4))
    except (struct.error, ValueError, ZeroDivisionError):
        pass
    return None


def _wav(data: bytes) -> float:
    """Walk over the chunks: bytes of sound over bytes a second."""
    at, rate = 12, 0
    while True:
        name, size = struct.unpack_from("<4sI", data, at)
        if name == b"fmt ":
            rate = struct.unpack_from("<I", data, at + 16)[0]
        if name == b"data":
            return float(round(size / rate, 4))
        at += 8 + size + size % 2
