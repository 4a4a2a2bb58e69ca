"""What travels about private projects and uploads: keys, leaving, permissions, pieces of tasks."""

from labelfield.api.models import HexAddress, HexHash, Time, Wire


class KeysRequest(Wire):
    """The public key for which a private project's keys are to be wrapped."""

    reader: HexHash


class WrappedKeys(Wire):
    """A private project's keys, for one reader."""

    bucket: str
    generation: int
    wrapped: str


class UploadPermission(Wire):
    """Where the session's key may upload large answers."""

    store: str
    bucket: str
    until_s: Time
    private: bool
    """Whether they are to be encrypted with the project's keys."""


class LeaveRequest(Wire):
    """Who is to leave a private project."""

    labeler: HexAddress


class PieceStored(Wire):
    """Tasks that wait for a draft."""

    name: str
    tasks: int
