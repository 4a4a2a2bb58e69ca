"""Hostile XML into a small tree with line numbers; no DTD, entity, namespace or stray text."""

from dataclasses import dataclass, field
from io import BytesIO
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, InputSource, Locator

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from labelfield.labeling.errors import ConfigTooLarge, InvalidStructure, MalformedXml

MAX_BYTES = 64 * 1024
MAX_DEPTH = 16


@dataclass(slots=True)
class Element:
    """A tag as it was read."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list["Element"] = field(default_factory=list)


def parse_tree(xml: str) -> Element:
    """Return the root element of `xml`; raise InvalidConfig for what is not a plain tree."""
    try:
        data = xml.encode()
    except UnicodeEncodeError as error:
        raise MalformedXml("text with a lone surrogate", line=1) from error
    if len(data) > MAX_BYTES:
        raise ConfigTooLarge(f"{len(data)} bytes, at most {MAX_BYTES} are allowed", line=1)
    builder = _TreeBuilder()
    try:
        _parse_utf8(data, builder)
    except DefusedXmlException as error:
        raise MalformedXml("a DTD or entity declaration is not allowed", builder.line) from error
    except SAXParseException as error:
        raise MalformedXml(error.getMessage(), error.getLineNumber() or 1) from error
    except (SAXException, LookupError, ValueError) as error:
        raise MalformedXml(str(error), builder.line) from error
    return builder.root


def _parse_utf8(data: bytes, builder: "_TreeBuilder") -> None:
    """Parse `data` as UTF-8, whatever encoding an XML declaration in it claims."""
    source = InputSource()
    source.setByteStream(BytesIO(data))
    source.setEncoding("utf-8")
    parser = defusedxml.sax.make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(builder)
    parser.parse(source)


class _TreeBuilder(ContentHandler):
    """Collects elements; whatever is not an element is refused where it stands."""

    root: Element

    def __init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self._locator: Locator | None = None

    @property
    def line(self) -> int:
        """The line that is being read."""
        return (self._locator.getLineNumber() if self._locator else None) or 1

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        element = Element(name, dict(attrs.items()), self.line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        if len(self._open) > MAX_DEPTH:
            raise ConfigTooLarge(f"tags nest deeper than {MAX_DEPTH}", self.line)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802
        self._open.pop()

    def characters(self, content: str) -> None:
        if content.strip():
            raise InvalidStructure(f"text outside of a tag: {content.strip()!r:.60}", self.line)

    def processingInstruction(self, target: str, data: str) -> None:  # noqa: ARG002, N802
        raise MalformedXml(f"processing instruction {target!r:.60} is not allowed", self.line)

    def skippedEntity(self, name: str) -> None:  # noqa: N802
        raise MalformedXml(f"entity {name!r:.60} is not allowed", self.line)
