"""A server does not start on an older copy of its database."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from labelfield.server.errors import DatabaseTooOld
from labelfield.server.high_water import check_newest, raise_mark, read_mark
from tests.server.world import World, rated

CHAIN_AT_NOTHING: Any = SimpleNamespace(project=lambda _: SimpleNamespace(checkpoint_count=0))
CHAIN_AHEAD: Any = SimpleNamespace(project=lambda _: SimpleNamespace(checkpoint_count=1))


def test_a_mark_above_the_receipts_is_an_older_database(world: World, tmp_path: Path) -> None:
    rated(world)
    raise_mark(tmp_path, 17)
    with pytest.raises(DatabaseTooOld, match=r"17 receipts, says .*, and it holds 16"):
        check_newest(world.coordinator.writer, CHAIN_AT_NOTHING, tmp_path)


def test_more_checkpoints_on_chain_are_an_older_database(world: World, tmp_path: Path) -> None:
    project, *_ = rated(world)
    with pytest.raises(DatabaseTooOld, match=f"1 checkpoints of project {project}"):
        check_newest(world.coordinator.writer, CHAIN_AHEAD, tmp_path)


def test_the_newest_database_is_taken(world: World, tmp_path: Path) -> None:
    rated(world)
    raise_mark(tmp_path, 16)
    check_newest(world.coordinator.writer, CHAIN_AT_NOTHING, tmp_path)


def test_the_mark_never_falls(tmp_path: Path) -> None:
    assert read_mark(tmp_path) == 0
    raise_mark(tmp_path, 5)
    raise_mark(tmp_path, 3)
    assert read_mark(tmp_path) == 5
