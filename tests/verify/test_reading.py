"""Plain and fast reading of records come to the same, whatever a liar writes."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelfield.verify import reading
from labelfield.verify.chain_facts import read_facts
from labelfield.verify.errors import Mismatch
from labelfield.verify.part import Terms
from labelfield.verify.project import _rules
from labelfield.verify.reading import Reading, Records, read_fast, read_plainly, read_records
from tests.verify.conftest import Finished
from tests.verify.public import Public, rewritten, stored
from tests.verify.test_mutations import CHANGES, SHORT, drawn_change, with_change


def placed(public: Public, since: int = 0) -> tuple[Records, Terms, reading.Begin]:
    """Return where a project's records lie, and what they are checked by."""
    store, number = stored(public), public.pool.opened.project
    facts = read_facts(public.pool, number, 0)  # type: ignore[arg-type]
    rules = _rules(facts, store, public.bucket)
    terms = Terms(
        facts.domain, facts.opened.project, rules.config, rules.manifest.scoring, rules.tasks
    )
    return Records(facts, store, public.bucket, since, lambda _: None), terms, rules.checks(facts)


def outcome(read: Callable[[], Reading]) -> object:
    """Return all that a reading leaves, or that it refused."""
    try:
        found = read()
    except Exception:
        return "refused"
    contents = found.answers.contents
    return (
        found.records,
        found.answers.sequences,
        found.answers.signatures,
        contents.said,
        contents.answers,
        found.predictions.said,
    )


def both_ways(public: Public, count: int = 1, since: int = 0) -> tuple[object, object]:
    records, terms, begin = placed(public, since)
    plain = outcome(lambda: read_plainly(records, begin))
    return plain, outcome(lambda: read_fast(records, terms, begin, count))


@settings(SHORT, max_examples=60)
@given(data=st.data())
def test_fast_reading_refuses_exactly_what_plain_reading_refuses(
    finished: Finished, data: st.DataObject
) -> None:
    public = finished.crowd
    plain, fast = both_ways(rewritten(public, with_change(*drawn_change(data, public))))
    assert plain == fast


@pytest.mark.parametrize("count", [1, 2, 3])
def test_any_number_of_processes_reads_the_same(finished: Finished, count: int) -> None:
    for public in (finished.crowd, finished.sure, finished.empty):
        plain, fast = both_ways(public, count)
        assert plain == fast != "refused"


def test_signatures_that_are_believed_are_not_counted(finished: Finished) -> None:
    for since in (1, 2):
        plain, fast = both_ways(finished.crowd, since=since)
        assert plain == fast != "refused"


def test_what_fast_reading_refuses_is_named_by_the_plain_one(
    finished: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGE_BYTES", 0)
    lie = with_change(0, "answers", CHANGES[0], 3, 0)
    with pytest.raises(Mismatch, match="project 1, checkpoint 1, labeler"):
        read_records(*placed(rewritten(finished.crowd, lie)), plain=False)
    records, terms, begin = placed(finished.crowd)
    assert read_records(records, terms, begin, plain=False).records


def test_a_difference_between_both_ways_is_this_programs(
    finished: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    records, terms, begin = placed(finished.crowd)
    wrong = replace(terms, domain=replace(terms.domain, chain_id=1))
    for large in (0, reading.LARGE_BYTES):
        monkeypatch.setattr(reading, "LARGE_BYTES", large)
        with pytest.raises(Mismatch, match="this program: records"):
            read_records(records, wrong, begin, plain=False)
