"""A project's public objects, handed on: to auditors whose browser cannot read the store itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from labelfield.server import refusals
from labelfield.server.context import Coordinator
from labelfield.server.private_projects import privacy_of
from labelfield.storage.errors import InvalidName, ObjectMissing
from labelfield.storage.store import Store

PIECE = 4 * 1024 * 1024
"""Bytes of an object that are held at a time."""


@dataclass(frozen=True, slots=True)
class PublicObject:
    """An object that is there."""

    size: int
    pieces: Iterator[bytes]


def public_object(coordinator: Coordinator, bucket: str, name: str) -> PublicObject:
    """Return an object as anyone finds it in the store; refuse what is private or not there.

    It is read as it is sent, so that large ones take no more memory than small ones.
    """
    try:
        privacy = privacy_of(coordinator.sealed, bucket)
        if privacy is not None and name not in privacy.clear:
            raise refusals.NotFound("The project is private: labelfield verify takes its keys.")
        size = coordinator.store.size(bucket, name)
        pieces = _pieces(coordinator.store, bucket, name, size)
        first = next(pieces)  # a store that fails is to be said before anything is sent
    except (InvalidName, ObjectMissing) as error:
        raise refusals.NotFound(f"There is no such object: {error}") from error
    return PublicObject(size, chain([first], pieces))


def _pieces(store: Store, bucket: str, name: str, size: int) -> Iterator[bytes]:
    """An object of one piece is read whole, and so compared with what its store promises."""
    if size <= PIECE:
        yield store.get(bucket, name)
        return
    for offset in range(0, size, PIECE):
        yield store.get_range(bucket, name, offset, min(PIECE, size - offset))
