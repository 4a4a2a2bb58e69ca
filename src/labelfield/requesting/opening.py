"""The step that opens a project: the money is locked at most once for one manifest."""

import time

from labelfield.chain import requester
from labelfield.chain.calls import ProjectTerms
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Account
from labelfield.protocol.ids import Hash32, ProjectNumber
from labelfield.requesting.errors import NotShown, OpenAlready
from labelfield.sdk.errors import Refused, ServerUnreachable
from labelfield.sdk.requester import Requester

PATIENCE_S = 60.0
"""A server reads the chain every second; a busy one, or a slow node, takes longer."""
_POLL_S = 0.25


def open_once(
    pool: Pool, sender: Account, terms: ProjectTerms, units: int, first_block: int
) -> ProjectNumber:
    """Lock `units` and open the project; raise OpenAlready if its manifest is open since then.

    The pool would take the money again, but servers serve a manifest's first project only.
    """
    refuse_open(pool, terms.manifest_hash, first_block)
    requester.mint_if_short(pool, sender, units)
    return requester.open_project(pool, sender, terms, units)


def refuse_open(pool: Pool, manifest_hash: Hash32, first_block: int) -> None:
    """Raise OpenAlready if a project with this manifest was opened since `first_block`."""
    for event in pool.projects_opened(first_block, pool.block_number()):
        if event.manifest_hash == manifest_hash:
            raise OpenAlready(manifest_hash, event.project)


def wait_until_shown(client: Requester, number: int, patience_s: float = PATIENCE_S) -> None:
    """Return once labelers can join the project; raise NotShown where they cannot in time."""
    until = time.monotonic() + patience_s
    while True:
        try:
            client.project(number)
        except Refused as refused:
            if refused.status != 404 or time.monotonic() > until:
                raise NotShown(number, client.url, refused) from refused
        except ServerUnreachable as error:
            raise NotShown(number, client.url, error) from error
        else:
            return
        time.sleep(_POLL_S)
