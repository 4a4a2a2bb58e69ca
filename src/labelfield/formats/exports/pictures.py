"""Files that items show, written beside an export; sizes of pictures without regions."""

import io
from pathlib import Path, PurePosixPath

from labelfield.formats.errors import CannotExport
from labelfield.formats.exports.items import Finished, Item
from labelfield.labeling.config import LabelingConfig, ObjectKind, ObjectTag


def only_object(config: LabelingConfig, kind: ObjectKind, wanted: str) -> ObjectTag:
    """Return the one object of a kind that a config shows; raise CannotExport for others."""
    found = [shown for shown in config.objects if shown.kind == kind]
    if len(found) != 1:
        raise CannotExport(wanted, f"one {kind} a task, this project shows {len(found)}")
    return found[0]


def file_name(item: Item, shown: ObjectTag) -> str:
    """Return the name of the file that an item shows, without its folder."""
    return PurePosixPath(str(item.data[shown.field])).name


def write_file(finished: Finished, item: Item, shown: ObjectTag, folder: Path) -> None:
    """Write the file that an item shows into a folder, unless it is there or nobody has it."""
    target = folder / file_name(item, shown)
    if finished.media is not None and not target.exists():
        target.write_bytes(finished.media(str(item.data[shown.field])))


def size_of(finished: Finished, item: Item, shown: ObjectTag) -> tuple[int, int]:
    """Return width and height of the picture that an item shows; zeros where nobody knows."""
    answers = [item.result, *(given.result for given in item.given)]
    for said in (said for answer in answers for said in answer):
        if "original_width" in said and said.get("to_name") == shown.name:
            return said["original_width"], said["original_height"]
    if finished.media is None:
        return 0, 0
    return picture_size(finished.media(str(item.data[shown.field])))


def picture_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a picture, zeros for one that cannot be read."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return 0, 0
