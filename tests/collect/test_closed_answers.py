"""Columns give the inputs that rows give, after each closing."""

from hypothesis import given
from hypothesis import strategies as st

from labelfield.collect.closed_answers import ClosedAnswers
from labelfield.collect.inputs import ClosedAnswer, Member, collect_inputs
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import ControlScoring, Scoring
from labelfield.settle.hashes import inputs_hash
from labelfield.settle.judged import Said

CLASSES = Scoring(("no", "yes", "maybe"))
VALUES = Scoring((), (ControlScoring("name", "transcripts"),))
LABELERS = [Address(f"0x{number * 7919 % 256:02x}" + "ab" * 19) for number in range(9)]


def task(number: int) -> TaskId:
    return TaskId(f"0x{number * 7919 % 251:02x}" + "cd" * 31)


@given(
    st.lists(st.dictionaries(st.integers(0, 8), st.integers(0, 2), max_size=9), max_size=12),
    st.dictionaries(st.integers(0, 11), st.integers(0, 2)),
    st.dictionaries(st.integers(0, 11), st.integers(0, 2)),
    st.sampled_from((CLASSES, VALUES)),
)
def test_columns_and_rows_make_equal_inputs(
    answers: list[dict[int, int]], gold: dict[int, int], made: dict[int, int], scoring: Scoring
) -> None:
    def said(number: int) -> Said:
        return number if scoring is CLASSES else b'["w%d"]' % number

    closed = ClosedAnswers(scoring, 100)
    rows: list[ClosedAnswer] = []
    known = {task(number): said(label) for number, label in gold.items()}
    minted = {task(number): label for number, label in made.items() if scoring is CLASSES}
    members = [Member(labeler, 0, 20) for labeler in LABELERS]
    for number, given_ in enumerate(answers):
        mine = [(LABELERS[who], said(label)) for who, label in given_.items()]
        rows += [ClosedAnswer(task(number), labeler, label) for labeler, label in mine]
        closed.add(task(number), mine)
        found = closed.inputs(known, members, minted=minted)
        other = collect_inputs(scoring, 100, rows, known, members, minted=minted)
        assert inputs_hash(found) == inputs_hash(other)
