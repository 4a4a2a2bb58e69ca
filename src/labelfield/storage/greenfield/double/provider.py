"""One of the double's storage providers: its routes, and what it checks before it serves them."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from labelfield.storage.greenfield.authorization import (
    EXPIRY_HEADER,
    authorized_by,
    request_digest,
)
from labelfield.storage.greenfield.double import blocks, receiving
from labelfield.storage.greenfield.double import provider_answers as answers
from labelfield.storage.greenfield.double.blobs import Blobs
from labelfield.storage.greenfield.double.http_messages import Reply, Request
from labelfield.storage.greenfield.double.permissions import may_with_object
from labelfield.storage.greenfield.double.provider_answers import GatewayRefusal
from labelfield.storage.greenfield.double.quotas import consume, quota_of
from labelfield.storage.greenfield.double.world import Refused, World
from labelfield.storage.greenfield.enums import Action
from labelfield.storage.greenfield.errors import InvalidInput
from labelfield.storage.greenfield.resources import Bucket, StoredObject

MAX_EXPIRY = timedelta(days=7)
DEFAULT_KEYS, MOST_KEYS = 50, 1000


@dataclass(frozen=True, slots=True)
class Provider:
    """One storage provider of a world."""

    world: World
    blobs: Blobs
    number: int

    def respond(self, request: Request) -> Reply:
        """Return the reply to a request, refusals included."""
        try:
            with self.world.lock, self.world.kept.step():
                blocks.advance(self.world)
            return self._route(request)
        except GatewayRefusal as refusal:
            headers = {"content-type": "application/xml"}
            return Reply(refusal.status, answers.error_xml(refusal), headers)

    def _route(self, request: Request) -> Reply:
        bucket, name = request.place()
        query = request.query()
        if request.method == "GET":
            return self._get(request, bucket, name, query)
        if request.method in ("PUT", "POST") and name:
            return self._receive(request, bucket, name, query)
        raise GatewayRefusal(400, 50008, "unsupported request type")

    def _get(self, request: Request, bucket: str, name: str, query: dict[str, str]) -> Reply:
        with self.world.lock:
            if name and "object-meta" in query:
                return _xml(answers.object_meta_xml(self.object(bucket, name)))
            if name and "upload-context" in query:
                found = self.object(bucket, name)
                self._check_sender(request, found)
                return _xml(answers.offset_xml(receiving.resume_offset(self, found)))
            if name and "upload-progress" in query:
                return _xml(
                    answers.progress_xml(receiving.progress(self, self.object(bucket, name)))
                )
            if name:
                return self._send(request, self.object(bucket, name))
            home = self.bucket(bucket)
            if "bucket-meta" in query:
                return _xml(answers.bucket_meta_xml(home))
            if "read-quota" in query:
                self.check_home(home)
                return _xml(answers.quota_xml(home, *quota_of(self.world, home)))
            return self._list(home, query)

    def _receive(self, request: Request, bucket: str, name: str, query: dict[str, str]) -> Reply:
        with self.world.lock:
            senders = self.senders(request)
            self.check_home(self.bucket(bucket))
            if "delegate" in query:
                with self.world.kept.step():
                    found = receiving.announce(self, senders, bucket, name, request)
            else:
                found = self.object(bucket, name)
                self._check_sender(request, found)
        if request.method == "PUT":
            receiving.receive_whole(self, found, request)
        else:
            receiving.receive_part(self, found, request)
        return Reply()

    def bucket(self, name: str) -> Bucket:
        """Return a bucket, or refuse."""
        try:
            return self.world.bucket(name)
        except Refused as refusal:
            raise GatewayRefusal(404, 20007, "no such bucket") from refusal

    def object(self, bucket: str, name: str) -> StoredObject:
        """Return an object, or refuse."""
        try:
            return self.world.object(bucket, name)
        except Refused as refusal:
            raise GatewayRefusal(404, 50025, "no such object") from refusal

    def check_home(self, bucket: Bucket) -> None:
        """Refuse unless this is the bucket's primary provider."""
        if self.world.home_of(bucket) != self.number:
            raise GatewayRefusal(400, 20002, "mismatched primary sp")

    def senders(self, request: Request) -> tuple[str, ...]:
        """Return who may have signed: with the host's port signed and without it.

        A wrong signature names a stranger; only its form and its time are refused here.
        """
        header = request.headers.get("authorization", "")
        if not header.startswith("GNFD1-ECDSA"):
            raise GatewayRefusal(400, 50001, "unsupported sign type")
        self._check_expiry(request.headers.get(EXPIRY_HEADER, ""))
        found = []
        for host in request.hosts():
            digest = request_digest(
                request.method, request.raw_path, request.raw_query, request.headers, host
            )
            try:
                found.append(authorized_by(header, digest))
            except InvalidInput as error:
                raise GatewayRefusal(400, 50002, "authorization header format error") from error
        return tuple(found)

    def _check_expiry(self, text: str) -> None:
        try:
            expiry = datetime.fromisoformat(text)
        except ValueError:
            expiry = datetime.min.replace(tzinfo=UTC)
        now = self.world.now()
        if expiry.tzinfo is None or not now < expiry <= now + MAX_EXPIRY:
            raise GatewayRefusal(
                400,
                50023,
                "The X-Gnfd-Expiry-Timestamp header is incorrect. The expiry date is expected to"
                " be within 604800 seconds and formatted in RFC3339",
            )

    def _check_sender(self, request: Request, found: StoredObject) -> None:
        """Refuse unless whoever signed may send an announced object's bytes."""
        bucket = self.bucket(found.bucket_name)
        self.check_home(bucket)
        own = {found.owner.lower(), found.creator.lower()}
        shadow = self.world.shadow(found.bucket_name, found.object_name)
        if shadow is not None:
            own.add(shadow.operator.lower())
        senders = {sender.lower() for sender in self.senders(request)}
        if not own & senders:
            raise GatewayRefusal(401, 50004, "no permission")

    def _send(self, request: Request, found: StoredObject) -> Reply:
        bucket = self.bucket(found.bucket_name)
        self.check_home(bucket)
        if not may_with_object(self.world, bucket, found, "", Action.ACTION_GET_OBJECT):
            senders = self.senders(request)
            action = Action.ACTION_GET_OBJECT
            if not any(may_with_object(self.world, bucket, found, who, action) for who in senders):
                raise GatewayRefusal(401, 50004, "no permission")
        file = self.blobs.whole(found.id, found.version)
        if found.payload_size and not file.exists():
            raise GatewayRefusal(400, 30009, "object cannot be downloaded")
        offset, end, ranged = _range_of(request.headers.get("range", ""), found.payload_size)
        with self.world.kept.step():
            consume(self.world, bucket, end - offset)
        headers = {"content-type": found.content_type}
        if ranged:
            headers["content-range"] = f"bytes {offset}-{end - 1}"
        if not found.payload_size:
            return Reply(headers=headers)
        return Reply(headers=headers, file=file, offset=offset, length=end - offset)

    def _list(self, bucket: Bucket, query: dict[str, str]) -> Reply:
        prefix = query.get("prefix", "")
        if query.get("delimiter", "") not in ("", "/"):
            raise GatewayRefusal(400, 50010, "invalid request params for query")
        try:
            keys = int(query.get("max-keys") or DEFAULT_KEYS)
            token = base64.b64decode(query.get("continuation-token", ""), validate=True).decode()
        except ValueError as error:
            raise GatewayRefusal(400, 50010, "invalid request params for query") from error
        keys = min(keys, MOST_KEYS)
        start = token or query.get("start-after", "")
        place = f"object/{bucket.bucket_name}/"
        after = place + start if start else ""
        rows = self.world.kept.under(StoredObject, place + prefix, after, keys + 1)
        exact = self.world.kept.get(StoredObject, place + prefix) if prefix and not start else None
        found = ([exact] if exact else []) + [each for _, each in rows]
        page, more = found[:keys], len(found) > keys
        following = page[-1].object_name if more else ""
        return _xml(answers.page_xml(bucket.bucket_name, prefix, page, keys, following))


def _range_of(header: str, size: int) -> tuple[int, int, bool]:
    """Return first byte, end and whether a range was asked for; what is no range is ignored."""
    spelled = header.lower().replace(" ", "")
    first, dash, last = spelled.removeprefix("bytes=").partition("-")
    if not spelled.startswith("bytes=") or not dash or not first.isdigit():
        return 0, size, False
    if last and not last.isdigit():
        return 0, size, False
    offset = int(first)
    end = min(int(last) + 1, size) if last else size
    if offset >= end:
        raise GatewayRefusal(400, 50012, "invalid range params")
    return offset, end, True


def _xml(body: bytes) -> Reply:
    return Reply(body=body, headers={"content-type": "application/xml"})
