"""Where a dispute takes place, as its commands find it, and who acts."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.places import deployed, home_folder, pool_at
from labelfield.cli.wallet import private_key

if TYPE_CHECKING:
    from labelfield.chain.court import Court
    from labelfield.chain.court_events import Opened
    from labelfield.chain.pool import Pool
    from labelfield.protocol.keys import Key
    from labelfield.verify.errors import Mismatch

Number = Annotated[int, typer.Argument(help="The dispute's number in its Court.", min=1)]
FromBlockOption = Annotated[
    int | None, typer.Option("--from-block", help="First block to read events from.", min=0)
]
StoreOption = Annotated[
    str | None, typer.Option("--store", help="The store, like folder:PATH, not the project's own.")
]
KeyFileOption = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        help="Key file of who acts (`labelfield wallet create`); on a development chain its known "
        "keys where not given.",
    ),
]


@dataclass(frozen=True, slots=True)
class Scene:
    """A pool, its Court, and from which block on their events are read."""

    pool: "Pool"
    court: "Court"
    block: int

    def facts(self, opened: "Opened", juror: str | None) -> dict[str, object] | None:
        """Return what a dispute is about; with a juror, None unless its vote is awaited."""
        from labelfield.chain.disputing import awaits_vote_of, next_dispute_step

        if juror is not None and not awaits_vote_of(self.court, opened.dispute, juror):
            return None
        complaint = opened.complaint
        step = next_dispute_step(self.court, opened.dispute, self.block)
        return {
            "dispute": opened.dispute,
            "project": complaint.project,
            "checkpoint": complaint.checkpoint,
            "kind": complaint.kind.name.lower(),
            "next": step.sentence,
            "until_s": step.wait_until_s,
        }


def scene_of(home: Path | None, rpc: str | None, pool: str | None, from_block: int | None) -> Scene:
    """Return the home's pool and Court, or those named."""
    from labelfield.chain.court import Court

    found = pool_at(home, rpc, pool)
    if from_block is None and (rpc is None or pool is None):
        from_block = deployed(home_folder(home)).block
    court = Court(found.rpc_url, found.court)
    court.require()
    return Scene(found, court, from_block or 0)


def own_key(scene: Scene, key_file: Path | None) -> "list[tuple[bytes, Key]]":
    """Return the key that acts; without a file, all known keys of a development chain."""
    from labelfield.chain.anvil import DEV_KEYS, JUROR_KEYS
    from labelfield.protocol.keys import Key

    first = private_key(key_file, scene.pool.chain_id, DEV_KEYS[0])
    secrets = [first] if key_file is not None else [*DEV_KEYS, *JUROR_KEYS]
    return [(secret, Key(secret)) for secret in secrets]


def audit(scene: Scene, project: int, store: str | None) -> "Mismatch | None":
    """Recompute a project; return the first difference."""
    from labelfield.verify.errors import Mismatch
    from labelfield.verify.project import verify_project

    try:
        verify_project(scene.pool, project, scene.block, store)
    except Mismatch as difference:
        return difference
    return None
