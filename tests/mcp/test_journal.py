"""The desk's journal survives crashes and names what it cannot read."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.mcp.errors import BrokenJournal, UnknownQuestion
from labelfield.mcp.journal import Entry, Journal
from labelfield.protocol.errors import MalformedId
from labelfield.protocol.ids import Hash32

NAME = Hash32("0x" + "ab" * 32)


def entry(**changes: object) -> Entry:
    plain: dict[str, object] = {
        "id": NAME,
        "state": "paid",
        "request": {"question": "?"},
        "payment": {},
        "payer": "0x" + "11" * 20,
        "paid": 5,
        "deadline_s": 9,
    }
    return Entry(**plain | changes)  # type: ignore[arg-type]


def test_a_question_that_is_not_there_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnknownQuestion):
        Journal.at(tmp_path).get(NAME)


@pytest.mark.parametrize("name", ["", "0x12", "../" + "a" * 61])
def test_only_hashes_name_entries(tmp_path: Path, name: str) -> None:
    with pytest.raises(MalformedId):
        Journal.at(tmp_path).get(Hash32(name))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"id": 1}'])
def test_a_broken_file_is_named_with_what_to_do(tmp_path: Path, text: str) -> None:
    journal = Journal.at(tmp_path)
    journal.put(entry())
    (file,) = tmp_path.iterdir()
    file.write_text(text)
    with pytest.raises(BrokenJournal, match="restore it from a backup") as caught:
        list(journal.unfinished())
    assert str(file) in str(caught.value)


def test_what_was_kept_is_found_again(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path / "new")
    journal.put(entry())
    changed = journal.change(entry(), state="open", project=7)
    again = Journal.at(tmp_path / "new")
    assert again.get(NAME) == changed
    assert list(again.unfinished()) == [changed]


def test_a_crash_while_writing_leaves_the_older_entry(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path)
    journal.put(entry())
    (tmp_path / f"{NAME}.part").write_text('{"id":')
    assert journal.get(NAME) == entry()
    assert list(journal.unfinished()) == [entry()]


def test_done_and_dropped_entries_need_nothing_more(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path)
    journal.put(entry(state="done"))
    assert list(journal.unfinished()) == []
    journal.drop(entry())
    assert not journal.has(NAME)


any_json = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(any_json)
def test_any_json_in_a_journal_is_an_entry_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, content: object
) -> None:
    journal = Journal.at(tmp_path_factory.mktemp("journal"))
    (journal.folder / f"{NAME}.json").write_text(json.dumps(content))
    with pytest.raises(BrokenJournal):
        journal.get(NAME)
