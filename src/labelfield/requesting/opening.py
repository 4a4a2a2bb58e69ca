"""The step that opens a project: the money is locked at most once for one manifest."""

from labelfield.chain import requester
from labelfield.chain.calls import ProjectTerms
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Account
from labelfield.protocol.ids import Hash32, ProjectNumber
from labelfield.requesting.errors import OpenAlready


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
