"""What storage providers answer in XML."""

from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from labelfield.storage.greenfield.enums import ObjectStatus, Visibility
from labelfield.storage.greenfield.errors import GATEWAY_ERRORS, GatewayRefused, MalformedXml


@dataclass(frozen=True, slots=True)
class Listed:
    """One object of a listing: anyone may ask for these, of private buckets too."""

    name: str
    size: int
    content_type: str
    status: ObjectStatus
    visibility: Visibility
    created_at: int
    """Unix seconds."""


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a bucket's listing."""

    objects: tuple[Listed, ...]
    next_token: str
    """What to ask with for the page after this; empty after the last."""


@dataclass(frozen=True, slots=True)
class ReadQuota:
    """How many bytes a bucket's readers may still fetch; one that is used up stops every read."""

    free_bytes: int
    """What remains of the provider's gift to each bucket."""

    free_consumed_bytes: int
    charged_bytes: int
    """What the bucket pays for, each month."""

    consumed_bytes: int
    """Of this month's charged bytes."""

    monthly_free_bytes: int
    monthly_free_consumed_bytes: int

    def left_bytes(self) -> int:
        """Return what may still be read this month."""
        charged = max(0, self.charged_bytes - self.consumed_bytes)
        monthly = max(0, self.monthly_free_bytes - self.monthly_free_consumed_bytes)
        return charged + monthly + self.free_bytes


def read_page(body: bytes) -> Page:
    """Return a page of a listing; raise MalformedXml unless its names ascend."""
    root = _parse(body, "GfSpListObjectsByBucketNameResponse")
    found = tuple(
        _listed(_child(entry, "ObjectInfo"))
        for entry in root.findall("Objects")
        if entry.findtext("Removed") != "true"
    )
    names = [entry.name.encode() for entry in found]
    if any(later <= earlier for earlier, later in pairwise(names)):
        raise MalformedXml("the listing's names do not ascend")
    truncated = root.findtext("IsTruncated") == "true"
    token = root.findtext("NextContinuationToken") or ""
    if truncated and not token:
        raise MalformedXml("the listing goes on, but does not say where")
    return Page(found, token if truncated else "")


def read_object_meta(body: bytes) -> Listed:
    """Return what a provider tells anyone of one object."""
    root = _parse(body, "GfSpGetObjectMetaResponse")
    return _listed(_child(_child(root, "Object"), "ObjectInfo"))


def read_bucket_owner(body: bytes) -> str:
    """Return the owner that a provider names for a bucket."""
    root = _parse(body, "GfSpGetBucketMetaResponse")
    return _text(_child(_child(root, "Bucket"), "BucketInfo"), "Owner")


def read_quota(body: bytes) -> ReadQuota:
    """Return a bucket's read quota."""
    root = _parse(body, "GetReadQuotaResult")
    return ReadQuota(
        free_bytes=_number(root, "SPFreeReadQuotaSize"),
        free_consumed_bytes=_number(root, "FreeConsumedSize"),
        charged_bytes=_number(root, "ReadQuotaSize"),
        consumed_bytes=_number(root, "ReadConsumedSize"),
        monthly_free_bytes=_number(root, "MonthlyFreeQuota"),
        monthly_free_consumed_bytes=_number(root, "MonthlyQuotaConsumedSize"),
    )


def read_offset(body: bytes) -> int:
    """Return how many bytes of an upload a provider has."""
    return _number(_parse(body, "QueryResumeOffset"), "Offset")


def refusal_of(what: str, status: int, body: bytes) -> GatewayRefused:
    """Return the error that a provider's refusal means; one without proper XML has code 0."""
    try:
        root = _parse(body, "Error")
        code, message = _number(root, "Code"), root.findtext("Message") or ""
    except MalformedXml:
        code, message = 0, repr(body[:200])
    return GATEWAY_ERRORS.get(code, GatewayRefused)(what, status, code, message)


def _listed(info: Element) -> Listed:
    try:
        status = ObjectStatus(_number(info, "ObjectStatus"))
        visibility = Visibility(_number(info, "Visibility"))
    except ValueError as error:
        raise MalformedXml(f"an object of the listing: {error}") from error
    return Listed(
        name=_text(info, "ObjectName"),
        size=_number(info, "PayloadSize"),
        content_type=info.findtext("ContentType") or "",
        status=status,
        visibility=visibility,
        created_at=_number(info, "CreateAt"),
    )


def _parse(body: bytes, name: str) -> Element:
    try:
        root: Element = ElementTree.fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise MalformedXml(f"{name}: {error!r}") from error
    if root.tag != name:
        raise MalformedXml(f"expected {name}, found {root.tag[:60]!r}")
    return root


def _child(element: Element, name: str) -> Element:
    found = element.find(name)
    if found is None:
        raise MalformedXml(f"{element.tag} lacks {name}")
    return found


def _text(element: Element, name: str) -> str:
    text = element.findtext(name)
    if not text:
        raise MalformedXml(f"{element.tag} lacks {name}")
    return text


def _number(element: Element, name: str) -> int:
    text = element.findtext(name) or ""
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise MalformedXml(f"{name} of {element.tag} is no number: {text[:40]!r}")
    return int(text)
