"""Tasks and media by reference: fetched from where a requester says they lie."""

import re
from urllib.parse import quote, urlsplit

from labelfield.api.reference_models import Fetched, ReferenceRequest
from labelfield.formats.errors import Place, UnusableMedia
from labelfield.formats.media import MAX_MEDIA_BYTES, media_file
from labelfield.labeling.config import ObjectKind
from labelfield.server import refusals
from labelfield.server.context import Coordinator
from labelfield.server.errors import OutsideError
from labelfield.server.media import store_media
from labelfield.server.outside import Limits, fetch
from labelfield.storage.errors import StorageError
from labelfield.storage.greenfield.errors import GreenfieldError
from labelfield.storage.names import check_bucket, check_object
from labelfield.storage.store import open_store

FETCH_SECONDS = 60.0
_GREENFIELD = re.compile(r"greenfield://(?P<network>[^/]+)/(?P<bucket>[^/]+)/(?P<name>.+)")
_PUBLIC_NETWORKS = ("mainnet", "testnet")
_S3 = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(?P<name>.+)")


def fetch_reference(coordinator: Coordinator, request: ReferenceRequest) -> Fetched:
    """Return a file's text, or the name of a medium that is kept from now on."""
    largest = coordinator.settings.largest_body
    if request.kind != "file":
        data = _bytes_at(coordinator, request.url, MAX_MEDIA_BYTES)
        return _kept(coordinator, data, request.kind, request.url)
    data = _bytes_at(coordinator, request.url, largest)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusals.Malformed(f"The file at {request.url:.200} is no UTF-8 text.") from error
    return Fetched(name=_file_name(request.url), content=text)


def _kept(coordinator: Coordinator, data: bytes, kind: ObjectKind, url: str) -> Fetched:
    try:
        media = media_file(data, "the file", kind, Place(url))
    except UnusableMedia as error:
        raise refusals.Malformed(str(error)) from error
    store_media(coordinator, media.name.removeprefix("media/"), data)
    return Fetched(name=media.name, content=None)


def _bytes_at(coordinator: Coordinator, url: str, largest: int) -> bytes:
    trusted = coordinator.settings.trusted_hosts
    if found := _GREENFIELD.fullmatch(url):
        return _on_greenfield(coordinator, largest, **found.groupdict())
    if found := _S3.fullmatch(url):
        url = f"https://{found['bucket']}.s3.amazonaws.com/{quote(found['name'])}"
    try:
        return fetch(url, Limits(largest, FETCH_SECONDS, trusted)).content
    except OutsideError as error:
        raise refusals.Malformed(str(error), url=url) from error


def _on_greenfield(
    coordinator: Coordinator, largest: int, network: str, bucket: str, name: str
) -> bytes:
    """Return a public object of a known network, or of the one this server stores on."""
    address = f"greenfield://{network}"
    if network not in _PUBLIC_NETWORKS and address != coordinator.store_url:
        raise refusals.Malformed(
            f"{network:.80} is no network that is known here: write mainnet or testnet."
        )
    try:
        store = open_store(address)
        place = (check_bucket(bucket), check_object(name))
        if store.size(*place) > largest:
            raise refusals.TooLarge(f"The object has more than {largest} bytes.")
        return store.get(*place)
    except (StorageError, GreenfieldError) as error:
        raise refusals.Malformed(f"{address}/{bucket:.80}: {error}") from error


def _file_name(url: str) -> str:
    """Return what the file is called, by which readers know its kind."""
    return urlsplit(url).path.rpartition("/")[2][-200:] or "tasks"
