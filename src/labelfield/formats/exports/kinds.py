"""Which formats a finished dataset can be written in, and how."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from labelfield.formats.errors import UnknownFormat
from labelfield.formats.exports.coco import write_coco
from labelfield.formats.exports.conll import conll_lines
from labelfield.formats.exports.hugging_face import write_hugging_face
from labelfield.formats.exports.items import Finished
from labelfield.formats.exports.label_studio import label_studio_pieces
from labelfield.formats.exports.pairs import dpo_lines, reward_lines
from labelfield.formats.exports.speech import write_speech
from labelfield.formats.exports.tables import (
    answer_lines,
    crowd_lines,
    csv_lines,
    jsonl_lines,
    write_parquet,
)
from labelfield.formats.exports.voc import write_voc
from labelfield.formats.exports.yolo import write_yolo, write_yolo_oriented, write_yolo_segments

ANSWERS = "answers.jsonl"


@dataclass(frozen=True, slots=True)
class Kind:
    """One format."""

    about: str
    write: Callable[[Finished, Path], None]
    """Writes the dataset to a new file, or into a folder that is there and empty."""

    folder: bool = False
    answers_beside: bool = False
    """Whether the answers need a file of their own, because the format has no place for them."""


def _file(pieces: Callable[[Finished], Iterator[bytes]]) -> Callable[[Finished, Path], None]:
    def write(finished: Finished, file: Path) -> None:
        with file.open("wb") as target:
            target.writelines(pieces(finished))

    return write


KINDS: Mapping[str, Kind] = {
    "jsonl": Kind("a JSON object a task", _file(jsonl_lines)),
    "csv": Kind("a row a task", _file(csv_lines)),
    "parquet": Kind("a row a task, columns", write_parquet),
    "hugging-face": Kind("Parquet and a dataset card", write_hugging_face, folder=True),
    "label-studio": Kind("tasks with annotations", _file(label_studio_pieces)),
    "coco": Kind("boxes, outlines, masks, key points", write_coco, folder=True),
    "yolo": Kind("boxes", write_yolo, folder=True, answers_beside=True),
    "yolo-seg": Kind("outlines", write_yolo_segments, folder=True, answers_beside=True),
    "yolo-obb": Kind("turned boxes", write_yolo_oriented, folder=True, answers_beside=True),
    "voc": Kind("boxes in XML", write_voc, folder=True, answers_beside=True),
    "conll": Kind("tokens with BIO tags", _file(conll_lines), answers_beside=True),
    "dpo": Kind("prompt, chosen, rejected", _file(dpo_lines), answers_beside=True),
    "reward": Kind("chosen, rejected, margin", _file(reward_lines), answers_beside=True),
    "speech": Kind("a manifest of recordings", write_speech, folder=True, answers_beside=True),
    "answers-jsonl": Kind("a JSON object an answer", _file(lambda f: answer_lines(f.items()))),
    "answers-csv": Kind("a row an answer, of classes", _file(crowd_lines)),
}


def kind_of(name: str) -> Kind:
    """Return a format by its name; raise UnknownFormat."""
    if name not in KINDS:
        raise UnknownFormat(f"format {name!r:.60}", f"one of {', '.join(KINDS)}")
    return KINDS[name]


def write_dataset(finished: Finished, name: str, target: Path) -> list[Path]:
    """Write a dataset in a format to a file or folder; return the files that hold it.

    Answers that the format has no place for stand beside it.
    """
    kind = kind_of(name)
    kind.write(finished, target)
    beside = target / ANSWERS if kind.folder else target.with_name(f"{target.name}.{ANSWERS}")
    if kind.answers_beside:
        with beside.open("wb") as answers:
            answers.writelines(answer_lines(finished.items()))
    if kind.folder:
        return sorted(path for path in target.rglob("*") if path.is_file())
    return [target, beside] if kind.answers_beside else [target]
