"""Private projects: who may hold their keys, and how keys change when somebody leaves.

Key rings lie beside the sealed records, one object a generation; nothing of them is public.
"""

import secrets

from sqlalchemy import Connection

from labelfield.api.storage_models import WrappedKeys
from labelfield.db.projects import is_invited
from labelfield.protocol.hashes import bytes_of, hex_of
from labelfield.protocol.ids import Address, Hash32
from labelfield.server import refusals
from labelfield.server.context import Coordinator, ProjectFacts, project_facts
from labelfield.storage.encryption import KEY_BYTES
from labelfield.storage.errors import MalformedKeyRing
from labelfield.storage.key_ring import KeyRing, parse_ring, ring_bytes, rotated, wrap_ring
from labelfield.storage.private_store import Privacy
from labelfield.storage.store import Store

RINGS_BUCKET = "key-rings"


def make_private(sealed: Store, bucket: str, manifest: Hash32) -> None:
    """Give a bucket its first keys, unless it has some; its manifest stays readable."""
    if not sealed.has(RINGS_BUCKET, _ring_name(bucket, 1)):
        ring = KeyRing(secrets.token_bytes(KEY_BYTES), (secrets.token_bytes(KEY_BYTES),))
        sealed.put(RINGS_BUCKET, f"{bucket}/manifest", manifest.encode())
        sealed.put(RINGS_BUCKET, _ring_name(bucket, 1), ring_bytes(ring))


async def is_private(coordinator: Coordinator, number: int) -> bool:
    """Tell whether a project is private; one that is not there is not."""
    if (known := coordinator.known.get(number)) is not None:
        return known.manifest.privacy == "private"
    try:
        facts, _ = await coordinator.writer.submit(
            lambda connection: project_facts(coordinator, connection, number)
        )
    except refusals.UnknownProject:
        return False
    return facts.manifest.privacy == "private"


def privacy_of(sealed: Store, bucket: str) -> Privacy | None:
    """Return how a project's bucket is kept private; None where it is public."""
    generation = 0
    while sealed.has(RINGS_BUCKET, _ring_name(bucket, generation + 1)):
        generation += 1
    if not generation:
        return None
    ring = parse_ring(sealed.get(RINGS_BUCKET, _ring_name(bucket, generation)))
    manifest = sealed.get(RINGS_BUCKET, f"{bucket}/manifest").decode()
    return Privacy(ring, frozenset({manifest}))


def rotate(sealed: Store, bucket: str) -> None:
    """Encrypt what is new with a key that nobody was handed yet."""
    privacy = privacy_of(sealed, bucket)
    assert privacy is not None  # its caller knows that the project is private
    ring = rotated(privacy.ring, secrets.token_bytes(KEY_BYTES))
    sealed.put(RINGS_BUCKET, _ring_name(bucket, ring.generation), ring_bytes(ring))


def hand_over(
    coordinator: Coordinator, connection: Connection, number: int, labeler: Address, reader: str
) -> WrappedKeys:
    """Return the project's keys, wrapped for one invited labeler who has not left."""
    facts = _private_facts(coordinator, connection, number)
    check_present(coordinator, facts, labeler)
    is_guest = labeler in (facts.guests or ())
    if not is_guest and not is_invited(connection, facts.project_id, labeler):
        raise refusals.NotInvited("Only invited labelers hold this project's keys.")
    privacy = privacy_of(coordinator.sealed, facts.bucket)
    assert privacy is not None  # the manifest says so
    try:
        wrapped = wrap_ring(privacy.ring, bytes_of(reader, KEY_BYTES), facts.bucket)
    except MalformedKeyRing as error:
        raise refusals.Malformed(str(error)) from error
    return WrappedKeys(
        bucket=facts.bucket, generation=privacy.ring.generation, wrapped=hex_of(wrapped)
    )


def leave(coordinator: Coordinator, connection: Connection, number: int, labeler: Address) -> None:
    """Give a labeler no more tasks and no newer keys; again it changes nothing."""
    facts = _private_facts(coordinator, connection, number)
    if not has_left(coordinator, facts, labeler):
        rotate(coordinator.sealed, facts.bucket)
        coordinator.sealed.put(RINGS_BUCKET, _left_name(facts, labeler), b"left")


def has_left(coordinator: Coordinator, facts: ProjectFacts, labeler: Address) -> bool:
    """Say whether a labeler has left a project."""
    return coordinator.sealed.has(RINGS_BUCKET, _left_name(facts, labeler))


def check_present(coordinator: Coordinator, facts: ProjectFacts, labeler: Address) -> None:
    """Refuse whoever has left a private project."""
    if facts.manifest.privacy == "private" and has_left(coordinator, facts, labeler):
        raise refusals.NotInvited("This labeler has left the project.")


def _private_facts(coordinator: Coordinator, connection: Connection, number: int) -> ProjectFacts:
    facts, _ = project_facts(coordinator, connection, number)
    if facts.manifest.privacy != "private":
        raise refusals.Malformed("The project is public: it has no keys.", project=number)
    return facts


def _ring_name(bucket: str, generation: int) -> str:
    return f"{bucket}/{generation}"


def _left_name(facts: ProjectFacts, labeler: Address) -> str:
    return f"{facts.bucket}/left/{labeler}"
