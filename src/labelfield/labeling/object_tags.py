"""Tags that show something of a task."""

from collections.abc import Mapping

from labelfield.labeling.attributes import Attributes
from labelfield.labeling.config import FRAME_RATE, ObjectKind, ObjectTag
from labelfield.labeling.errors import InvalidAttribute
from labelfield.labeling.structure import refuse_children
from labelfield.labeling.xml_tree import Element

OBJECTS: Mapping[str, ObjectKind] = {
    "Text": "text",
    "Image": "image",
    "HyperText": "hypertext",
    "Audio": "audio",
    "Video": "video",
    "Paragraphs": "paragraphs",
    "Chat": "chat",
    "List": "list",
}

_DECORATION: Mapping[ObjectKind, str] = {
    "image": "zoom zoomBy zoomControl defaultZoom negativeZoom width maxWidth brightnessControl "
    "contrastControl rotateControl grid gridSize gridColor crosshair smoothing "
    "horizontalAlignment verticalAlignment selectionControl",
    "text": "highlightColor showLabels granularity",
    "hypertext": "highlightColor showLabels granularity inline clickableLinks target",
    "audio": "height waveHeight speed volume zoom hotkey spectrogram cursorwidth cursorcolor "
    "defaultscale autocenter scrollparent decoder player sync",
    "video": "height timelineHeight muted hotkey minPlaybackSpeed defaultPlaybackSpeed sync",
    "paragraphs": "showPlayer highlightColor showLabels granularity layout contextScroll sync",
    "chat": "minHeight",
    "list": "",
}


def parse_header(element: Element) -> str:
    """Return a line of text that is the same in every task."""
    attributes = Attributes(element)
    value = attributes.text("value")
    if value.startswith("$"):
        problem = f"Header value {value!r:.60} names a field: use Text to show a task's data"
        raise InvalidAttribute(problem, element.line)
    attributes.finish(dropped="name size style className underline")
    refuse_children(element)
    return value


def parse_object(element: Element) -> ObjectTag:
    """Return what an object tag shows."""
    kind = OBJECTS[element.tag]
    attributes = Attributes(element)
    shown = ObjectTag(
        name=attributes.name("name"),
        kind=kind,
        field=attributes.field("value"),
        title=attributes.optional("title") if kind == "list" else None,
        name_key=(attributes.optional("nameKey") if kind == "paragraphs" else None) or "author",
        text_key=(attributes.optional("textKey") if kind == "paragraphs" else None) or "text",
        frame_rate=_frame_rate(attributes, element) if kind == "video" else FRAME_RATE,
    )
    attributes.finish(dropped="style className " + _DECORATION[kind])
    refuse_children(element)
    return shown


def _frame_rate(attributes: Attributes, element: Element) -> float:
    found = [attributes.number(name) for name in ("frameRate", "framerate")]
    rate = next((rate for rate in found if rate is not None), FRAME_RATE)
    if not 1 <= rate <= 240:
        raise InvalidAttribute(f"Video frameRate={rate:g}: expected 1 to 240", element.line)
    return rate
