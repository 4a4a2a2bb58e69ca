"""What the double's storage providers answer in XML."""

import base64
from dataclasses import fields
from enum import IntEnum
from typing import Any
from xml.sax.saxutils import escape

from labelfield.storage.greenfield.bucket_messages import Tags
from labelfield.storage.greenfield.resources import Bucket, StoredObject


class GatewayRefusal(Exception):
    """A storage provider refuses, with the status and code that the network has for it."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def error_xml(refusal: GatewayRefusal) -> bytes:
    """Return a refusal's body."""
    body = _element("Code", refusal.code) + _element("Message", refusal.message)
    return _document("Error", body)


def page_xml(
    bucket: str, prefix: str, found: list[StoredObject], max_keys: int, token: str
) -> bytes:
    """Return a page of a listing; `token` is where it goes on, if it does."""
    following = base64.b64encode(token.encode()).decode()
    body = "".join(f"<Objects>{_object(each)}</Objects>" for each in found)
    body += _element("KeyCount", len(found)) + _element("MaxKeys", max_keys)
    body += _element("IsTruncated", str(bool(token)).lower())
    body += _element("NextContinuationToken", following)
    body += _element("Name", bucket) + _element("Prefix", prefix) + _element("Delimiter", "")
    return _document("GfSpListObjectsByBucketNameResponse", body)


def object_meta_xml(found: StoredObject) -> bytes:
    """Return what is told of one object."""
    return _document("GfSpGetObjectMetaResponse", f"<Object>{_object(found)}</Object>")


def bucket_meta_xml(found: Bucket) -> bytes:
    """Return what is told of a bucket."""
    body = f"<Bucket>{_info('BucketInfo', found)}{_element('Removed', 'false')}</Bucket>"
    return _document("GfSpGetBucketMetaResponse", body)


def quota_xml(bucket: Bucket, free: int, free_consumed: int, consumed: int) -> bytes:
    """Return how much of a bucket may still be read."""
    body = _element("BucketName", bucket.bucket_name) + _element("BucketID", bucket.id)
    body += _element("ReadQuotaSize", bucket.charged_read_quota)
    body += _element("SPFreeReadQuotaSize", free) + _element("ReadConsumedSize", consumed)
    body += _element("FreeConsumedSize", free_consumed)
    body += _element("MonthlyFreeQuota", 0) + _element("MonthlyQuotaConsumedSize", 0)
    return _document("GetReadQuotaResult", body)


def offset_xml(offset: int) -> bytes:
    """Return how many bytes of an upload are there."""
    return _document("QueryResumeOffset", _element("Offset", offset))


def progress_xml(description: str) -> bytes:
    """Return how far an upload has come, in words."""
    body = _element("ProgressDescription", description) + _element("ErrorDescription", "")
    return _document("QueryUploadProgress", body)


def _object(found: StoredObject) -> str:
    body = _info("ObjectInfo", found) + _element("LockedBalance", "0x0")
    body += _element("Removed", "false") + _element("UpdateAt", 1) + _element("DeleteAt", 0)
    body += _element("DeleteReason", "") + _element("Operator", found.creator or found.owner)
    return body + _element("CreateTxHash", "0x0") + _element("UpdateTxHash", "0x0")


def _info(name: str, message: Any) -> str:
    """Return a message with its fields' names in the case that Go gives them."""
    body = ""
    for field in fields(message):
        value = getattr(message, field.name)
        spelled = "".join(part.capitalize() for part in field.name.split("_"))
        if isinstance(value, tuple):
            body += "".join(_element(spelled, part.hex()) for part in value)
        elif field.name == "tags":
            body += _tags(value or Tags())
        else:
            body += _element(spelled, int(value) if isinstance(value, IntEnum | int) else value)
    return f"<{name}>{body}</{name}>"


def _tags(found: Tags) -> str:
    pairs = (_element("Key", tag.key) + _element("Value", tag.value) for tag in found.tags)
    return f"<Tags>{''.join(f'<Tags>{pair}</Tags>' for pair in pairs)}</Tags>"


def _element(name: str, value: object) -> str:
    return f"<{name}>{escape(str(value))}</{name}>"


def _document(name: str, body: str) -> bytes:
    return f'<{name} version="1.0">{body}</{name}>'.encode()
