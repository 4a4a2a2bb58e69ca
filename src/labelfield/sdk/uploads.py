"""Large answers on their way to Greenfield, sent by a session's key that holds no BNB."""

from labelfield.api.storage_models import UploadPermission
from labelfield.protocol.hashes import keccak_hex
from labelfield.storage.greenfield.uploads import NewObject
from labelfield.storage.greenfield_store import greenfield_client
from labelfield.storage.key_ring import KeyRing, hidden_name
from labelfield.storage.private_store import encrypted_object


def upload_answer(
    permission: UploadPermission,
    session_secret: bytes,
    ring: KeyRing | None,
    data: bytes,
    content_type: str,
) -> str:
    """Upload an answer by delegation, wait until it is sealed, and return its name: its hash."""
    name, bucket = keccak_hex(data), permission.bucket
    if ring is None:
        new = NewObject(bucket, name, data, content_type)
    else:
        sealed = encrypted_object(ring, bucket, name, data)
        new = NewObject(bucket, hidden_name(ring, bucket, name), sealed)
    with greenfield_client(permission.store, session_secret) as client:
        client.upload_delegated(new)
        client.check_delegated(new)
    return name
