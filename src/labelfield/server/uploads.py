"""Large answers go to Greenfield directly: a labeler's session key may upload, and needs no BNB.

Uploads have a bucket of their own, for whoever may create objects may also take names.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from labelfield.api.storage_models import UploadPermission
from labelfield.db.leases import held_leases
from labelfield.server import refusals
from labelfield.server.context import Coordinator, Holder, ProjectFacts, project_facts
from labelfield.server.private_projects import check_present
from labelfield.storage.greenfield.client import Greenfield
from labelfield.storage.greenfield.delegation import (
    SLACK,
    UploadGroup,
    admit,
    allow_uploads,
    group_exists,
)
from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield.errors import NotFound
from labelfield.storage.names import uploads_bucket_of

UPLOADS_LIMIT_BYTES = 64 * 1024**3
"""Of one project's labelers together."""
RULE_LIFE = timedelta(days=365)
PERMISSION_LIFE_S = 24 * 3600


async def permit(coordinator: Coordinator, holder: Holder, number: int) -> UploadPermission:
    """Let the session's key upload into a project's uploads, for a day at most."""
    if coordinator.greenfield is None:
        raise refusals.NotFound("This server's store takes no uploads: send the answer itself.")
    now_s = int(time.time())
    facts = await coordinator.writer.submit(
        lambda connection: _facts_of_a_holder(coordinator, connection, holder, number, now_s)
    )
    until_s = min(holder.valid_until_s, now_s + PERMISSION_LIFE_S)
    bucket = uploads_bucket_of(facts.bucket)
    async with coordinator.granting:
        await asyncio.to_thread(_admit, coordinator.greenfield, bucket, holder.key, until_s)
    return UploadPermission(
        store=coordinator.store_url,
        bucket=bucket,
        until_s=until_s,
        private=facts.manifest.privacy == "private",
    )


def _facts_of_a_holder(
    coordinator: Coordinator, connection: Connection, holder: Holder, number: int, now_s: int
) -> ProjectFacts:
    """Return the project's facts; refuse whoever holds no task of it."""
    facts, _ = project_facts(coordinator, connection, number)
    check_present(coordinator, facts, holder.labeler)
    if not held_leases(connection, facts.project_id, holder.labeler, now_s):
        raise refusals.NoLease("Only who holds a task may upload for it.")
    return facts


def _admit(client: Greenfield, bucket: str, account: str, until_s: int) -> None:
    try:
        client.chain.bucket(bucket)
    except NotFound:
        client.create_bucket(bucket, Visibility.VISIBILITY_TYPE_PUBLIC_READ)
    if not group_exists(client, bucket):
        until = datetime.now(UTC) + RULE_LIFE
        allow_uploads(client, UploadGroup(bucket, bucket, UPLOADS_LIMIT_BYTES, until))
    admit(client, bucket, [account], datetime.fromtimestamp(until_s, UTC) + SLACK)
