"""Lies about answers: each is found and named, whoever rewrote and anchored the record."""

from collections.abc import Callable

import pytest

from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.messages import Session, digest
from labelfield.protocol.record import Record
from labelfield.protocol.scoring import Scoring
from labelfield.verify.answers import AnswerCheck
from labelfield.verify.contents import ContentCheck
from labelfield.verify.errors import Mismatch
from tests.server.world import TEXT_CONFIG, wallet
from tests.verify.conftest import LABELERS, Finished
from tests.verify.public import edited, mismatch, rewritten, with_row, without_row

CONFIG = parse_config(TEXT_CONFIG)
YES, NO = (canonical_json(answer_of(CONFIG, label)) for label in ("yes", "no"))
PEOPLE = {wallet(f"person {number}").address: wallet(f"person {number}") for number in range(9)}


def flip_label(answer_json: bytes) -> bytes:
    return NO if answer_json == YES else YES


def last_of(rows, kind: str):
    """The last row by a field, with its place."""
    return max(enumerate(rows), key=lambda pair: getattr(pair[1], kind))


def twin_task(rows):
    """Let a labeler's second answer stand for the task of the first."""
    for place in range(1, len(rows)):
        if rows[place].labeler == rows[place - 1].labeler:
            return with_row(place, task=rows[place - 1].task)(rows)
    raise AssertionError


def same_position(rows):
    """Let two answers to a task have one position."""
    task = rows[0].task
    places = [place for place, row in enumerate(rows) if row.task == task]
    return with_row(places[0], position=rows[places[1]].position)(rows)


def swap_signatures(rows):
    first, second = rows[:2]
    changed = with_row(0, signature=second.signature)(rows)
    return with_row(1, signature=first.signature)(changed)


LIES: dict[str, tuple[dict[str, Callable], str, str]] = {
    "a hash changed": ({"answers": with_row(3, answer_hash="0x" + "00" * 32)}, "signer", "answer"),
    "a time changed": ({"answers": with_row(3, time_s=lambda s: s + 1)}, "signer", "answer"),
    "a label changed": (
        {"contents": with_row(3, answer_json=flip_label)},
        "answer_hash",
        "content of labeler 0x",
    ),
    "a salt changed": (
        {"contents": with_row(3, salt="0x" + "00" * 16)},
        "answer_hash",
        "content of labeler 0x",
    ),
    "a content left out": ({"contents": without_row(3)}, "content", "because its task closes"),
    "a content of an answer that nobody gave": (
        {"contents": lambda rows: [*rows, with_row(-1, sequence=99)(rows)[-1]]},
        "content",
        "one of an answer to a task that closes",
    ),
    "an answer to an unknown task": (
        {"answers": with_row(3, task="0x" + "aa" * 32)},
        "task",
        "one of the manifest's",
    ),
    "a second answer to a task": ({"answers": twin_task}, "task", "one answer a labeler"),
    "an answer left out": ({"answers": without_row(3)}, "", ""),
    "an answer repeated under the next number": (
        {"answers": lambda rows: [*rows, with_row(-1, sequence=99)(rows)[-1]]},
        "sequence",
        "",
    ),
    "two answers in one position": ({"answers": same_position}, "position", ""),
    "a position skipped": (
        {"answers": lambda rows: with_row(last_of(rows, "position")[0], position=99)(rows)},
        "position",
        "99",
    ),
    "a settlement before that of the answer before it": (
        {"answers": lambda rows: with_row(last_of(rows, "position")[0], settlement=0)(rows)},
        "settlement",
        "0",
    ),
    "signatures swapped": ({"signatures": swap_signatures}, "signer", ""),
    "a signature left out": ({"signatures": without_row(-1)}, "signature", "one that covers it"),
    "a signature that is none": (
        {"signatures": with_row(0, signature="0x" + "00" * 65)},
        "signature",
        "a valid one",
    ),
    "a signature on no answer": (
        {"signatures": with_row(-1, sequence=99)},
        "signature",
        "",
    ),
    "another key": ({"signatures": with_row(0, key="0x" + "12" * 20)}, "signer", "0x1212"),
    "a session left out": ({"sessions": without_row(0)}, "session", "one that lets"),
    "another key, with a session": (
        {
            "signatures": with_row(0, key="0x" + "12" * 20),
            "sessions": with_row(0, key="0x" + "12" * 20),
        },
        "signer",
        "session of",
    ),
    "a session made longer": (
        {"sessions": with_row(0, valid_until_s=lambda s: s + 1)},
        "signer",
        "session of",
    ),
}


@pytest.mark.parametrize(("changes", "what", "says"), LIES.values(), ids=LIES)
def test_a_lie_about_answers_is_found_and_named(
    finished: Finished, changes: dict[str, Callable], what: str, says: str
) -> None:
    found = mismatch(rewritten(finished.crowd, edited(3, **changes)))
    assert found.where.startswith("project 1, checkpoint 3")
    assert "0x" in str(found)
    assert what in found.what
    assert says in str(found)


def test_an_answer_signed_after_its_session_ended_is_found(finished: Finished) -> None:
    domain = finished.crowd.pool.domain

    def expire(rows):
        row = rows[0]
        session = Session(row.labeler, row.key, 1)
        signature = hex_of(PEOPLE[row.labeler].sign(digest(domain, session)))
        return with_row(0, valid_until_s=1, signature=signature)(rows)

    found = mismatch(rewritten(finished.crowd, edited(1, sessions=expire)))
    assert (found.what, found.expected) == ("time", "at most 1")


def test_a_session_that_another_wallet_signed_is_found(finished: Finished) -> None:
    def usurp(records: list[Record]) -> list[Record]:
        row, other = records[0].sessions[:2]
        session = Session(row.labeler, row.key, row.valid_until_s)
        signature = PEOPLE[other.labeler].sign(digest(finished.crowd.pool.domain, session))
        return edited(1, sessions=with_row(0, signature=hex_of(signature)))(records)

    found = mismatch(rewritten(finished.crowd, usurp))
    assert found.what == "signer"
    assert found.where.endswith(f"session of {found.expected}")


def test_more_answers_than_the_manifest_allows_are_found(finished: Finished) -> None:
    crowd = finished.crowd
    record = crowd.records[0]
    tasks = dict.fromkeys(row.task for row in record.answers)
    contents = ContentCheck(CONFIG, Scoring(("no", "yes")), tasks)  # type: ignore[arg-type]
    check = AnswerCheck(crowd.pool.domain, contents, tasks, LABELERS - 1)  # type: ignore[arg-type]
    with pytest.raises(Mismatch, match=f"position: expected at most {LABELERS - 1}, found"):
        check.read(record, "here")
