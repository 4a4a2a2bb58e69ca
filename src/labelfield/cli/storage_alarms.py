"""What `labelfield doctor` says of a home's store."""

import time
from pathlib import Path

from labelfield.cli.places import Deployed, deployed
from labelfield.cli.stores import secret_for


def storage_findings(home: Path) -> list[str]:
    """Return what the operator must do about a home's store on Greenfield; nothing elsewhere."""
    from labelfield.chain.errors import ChainError
    from labelfield.storage.greenfield.errors import GreenfieldError

    if not (home / "deployment.json").exists():
        return []
    known = deployed(home)
    secret = secret_for(home, known.store)
    if not known.store.startswith("greenfield:") or secret is None:
        return []
    try:
        return _alarms(known, secret)
    except (ChainError, GreenfieldError) as error:
        return [f"nothing can be said of {known.store} now: {error}"]


def _alarms(known: Deployed, secret: bytes) -> list[str]:
    from labelfield.chain.pool import Pool
    from labelfield.storage.greenfield.alarms import alarms_of
    from labelfield.storage.greenfield_store import greenfield_client
    from labelfield.storage.names import bucket_of

    pool = Pool(known.rpc_url, known.pool)
    opened = pool.projects_opened(known.block, pool.block_number())
    buckets = [
        bucket_of(known.chain_id, known.pool, event.manifest_hash)
        for event in opened
        if event.store == known.store
    ]
    with greenfield_client(known.store, secret) as client:
        alarms = alarms_of(client, buckets, int(time.time()))
    return [f"{alarm.about} {alarm.sentence}" for alarm in alarms]
