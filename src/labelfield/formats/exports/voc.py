"""Pascal VOC: an XML file a picture with its boxes, and the pictures."""

from collections.abc import Mapping
from pathlib import Path
from xml.etree.ElementTree import (
    Element,
    ElementTree,
    SubElement,
    indent,
)

from labelfield.formats.errors import CannotExport
from labelfield.formats.exports.items import Finished, Item
from labelfield.formats.exports.pictures import file_name, only_object, size_of, write_file
from labelfield.formats.exports.regions import Region, box, labels_of, regions_of

_SHAPES = ("rectangle", "ellipse", "polygon", "brush")


def write_voc(finished: Finished, folder: Path) -> None:
    """Write `Annotations/` and `JPEGImages/`; a picture without objects has a file too."""
    shown = only_object(finished.config, "image", "voc")
    if not labels_of(finished.config, _SHAPES):
        raise CannotExport("voc", "regions on a picture, and there are none")
    for part in ("Annotations", "JPEGImages"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for item in finished.items():
        write_file(finished, item, shown, folder / "JPEGImages")
        root = _document(item, file_name(item, shown), size_of(finished, item, shown))
        for region in regions_of(item, finished.config):
            if region.shape in _SHAPES:
                root.append(_object(region))
        indent(root)
        name = Path(file_name(item, shown)).with_suffix(".xml").name
        ElementTree(root).write(folder / "Annotations" / name, encoding="utf-8")


def _document(item: Item, name: str, size: tuple[int, int]) -> Element:
    root = Element("annotation")
    _texts(root, {"folder": "JPEGImages", "filename": name})
    _texts(SubElement(root, "source"), {"database": "Labelfield", "annotation": item.key})
    width, height = size
    _texts(SubElement(root, "size"), {"width": width, "height": height, "depth": 3})
    _texts(root, {"segmented": 0, "confidence": item.confidence})
    return root


def _object(region: Region) -> Element:
    """Pixels are counted from 1, and the last one belongs to the box."""
    found = Element("object")
    x, y, width, height = box(region)
    last = (min(round(x + width), region.width), min(round(y + height), region.height))
    first = (min(round(x) + 1, last[0]), min(round(y) + 1, last[1]))
    names = {"name": region.label, "pose": "Unspecified", "truncated": 0, "difficult": 0}
    _texts(found, names)
    bounds = dict(zip(("xmin", "ymin", "xmax", "ymax"), (*first, *last), strict=True))
    _texts(SubElement(found, "bndbox"), bounds)
    return found


def _texts(parent: Element, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        SubElement(parent, name).text = str(value)
