"""`labelfield appeal`: what was judged wrong, and others asked about it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from labelfield.chain.accounts import account_class
from tests.cli.running import done, refused
from tests.server.test_appeals import OUTVOTED, TERMS, Judged, judged_project
from tests.server.world import coordinating, switchboard

PASSWORD = {"LABELFIELD_PASSWORD": "secret"}


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[Judged]:
    with switchboard() as board, coordinating(tmp_path, board) as world:
        yield judged_project(world)


def command(tmp_path: Path, judged: Judged, *words: object) -> tuple[object, ...]:
    """Return the words of a command of the labeler who was outvoted."""
    secret = judged.people[0].wallet._private.secret
    kept = account_class().encrypt(secret, PASSWORD["LABELFIELD_PASSWORD"], "pbkdf2", 1)
    (tmp_path / "ann.json").write_text(json.dumps(kept))
    (tmp_path / "server.json").write_text(json.dumps({"url": judged.world.url, "pid": os.getpid()}))
    return ("appeal", *words, "--key-file", tmp_path / "ann.json", "--home", tmp_path)


def test_what_was_judged_right_is_not_appealed_against(tmp_path: Path, judged: Judged) -> None:
    said = refused(*command(tmp_path, judged, "open", judged.project, 1), **PASSWORD)
    assert "not judged wrong" in said
    said = refused(*command(tmp_path, judged, "open", judged.project, 99), **PASSWORD)
    assert "there is no answer 99" in said


def test_the_list_says_until_when_appeals_are_taken(tmp_path: Path, judged: Judged) -> None:
    words = command(tmp_path, judged, "list", judged.project)
    assert "until" not in done(*words, **PASSWORD).out
    judged.set(closed_tasks=TERMS.tasks, appealable=True, appeals_until_s=2_000_000_000)
    assert "taken until 2033-05-18 03:33:20 UTC" in done(*words, **PASSWORD).out
    as_json = json.loads(done(*words, "--json", **PASSWORD).out)
    assert as_json["appeals_until_s"] == 2_000_000_000


def test_others_are_asked_about_an_answer_from_the_list(tmp_path: Path, judged: Judged) -> None:
    listed = done(*command(tmp_path, judged, "list", judged.project), **PASSWORD).out
    assert listed.split()[0] == str(OUTVOTED + 1)
    assert "judged wrong: `labelfield appeal open`" in listed
    asked = "others are asked: 0 of 3 answered"
    words = command(tmp_path, judged, "open", judged.project, OUTVOTED + 1)
    assert asked in done(*words, **PASSWORD).out
    assert asked in done(*command(tmp_path, judged, "list", judged.project), **PASSWORD).out
