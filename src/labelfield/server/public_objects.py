"""A project's public objects, handed on: to auditors whose browser cannot read the store itself."""

from labelfield.server import refusals
from labelfield.server.context import Coordinator
from labelfield.server.private_projects import privacy_of
from labelfield.storage.errors import InvalidName, ObjectMissing


def public_object(coordinator: Coordinator, bucket: str, name: str) -> bytes:
    """Return an object as anyone finds it in the store; refuse what is private or not there."""
    try:
        privacy = privacy_of(coordinator.sealed, bucket)
        if privacy is not None and name not in privacy.clear:
            raise refusals.NotFound("The project is private: labelfield verify takes its keys.")
        return coordinator.store.get(bucket, name)
    except (InvalidName, ObjectMissing) as error:
        raise refusals.NotFound(f"There is no such object: {error}") from error
