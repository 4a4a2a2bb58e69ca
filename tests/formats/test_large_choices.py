"""Large Parquet files of choices come to what the same rows come to as text."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from labelfield.formats.crowd_csv import parse_answers
from labelfield.formats.crowd_numbers import number_crowd
from labelfield.formats.crowd_scores import labels_table, score_crowd
from labelfield.formats.errors import BadCell, MissingColumn, NotParquet, TooLittle
from labelfield.formats.large_choices import named_among, natural_order, read_large, shape_of
from labelfield.formats.large_scores import count_right, score_large, write_labels
from labelfield.formats.natural_order import natural_key
from labelfield.formats.tables import table_bytes

Rows = list[tuple[str, str, str, str]]


def written(path: Path, columns: dict[str, object]) -> Path:
    pq.write_table(pa.table(columns), path, row_group_size=3)
    return path


def nothing(*_: str) -> None: ...


def of(rows: Rows, path: Path) -> Path:
    task, worker, label, seq = zip(*rows, strict=True)
    return written(
        path, {"task": list(task), "worker": list(worker), "label": list(label), "seq": list(seq)}
    )


def test_a_file_that_is_no_parquet_has_no_rows_and_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.parquet"
    path.write_bytes(b"PAR1 but not really")
    assert shape_of(path) == (0, [])
    with pytest.raises(NotParquet):
        read_large(path, nothing)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn, match="worker"):
        read_large(written(tmp_path / "a.parquet", {"task": ["t"], "label": ["x"]}), nothing)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["a", ""], "line 3, column label: the cell is empty"),
        (["a", None], "line 3, column label: the cell is empty"),
        (["a", "NaN"], "line 3, column label: NaN is no value"),
        ([1.5, 2.5], "holds double; write it as text or whole numbers"),
        ([True, False], "holds bool"),
    ],
)
def test_a_cell_that_says_nothing_is_refused(
    tmp_path: Path, cells: list[object], message: str
) -> None:
    columns = {"task": ["t", "t"], "worker": ["v", "w"], "label": cells}
    with pytest.raises(BadCell, match=message):
        read_large(written(tmp_path / "a.parquet", columns), nothing)


def test_a_million_classes_are_refused_before_anything_is_scored(tmp_path: Path) -> None:
    many = list(range(1_000_000))
    columns = {"task": [number // 2 for number in many], "worker": many, "label": many}
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table(columns), path)
    with pytest.raises(TooLittle, match="1000000 different labels: at most 1000"):
        read_large(path, nothing)


def test_more_classes_than_have_a_row_each_are_refused(tmp_path: Path) -> None:
    rows = [(f"t{n % 5}", f"w{n}", f"c{n}", "") for n in range(33)]
    with pytest.raises(TooLittle, match="33 classes: at most 32"):
        score_large(read_large(of(rows, tmp_path / "a.parquet"), nothing), {}, nothing)


def test_only_contradictions_leave_nothing(tmp_path: Path) -> None:
    rows = [("t", "w", "a", ""), ("t", "w", "b", "")]
    with pytest.raises(TooLittle, match="contradict each other"):
        read_large(of(rows, tmp_path / "a.parquet"), nothing)


NAMES = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), min_size=1)


@given(st.lists(st.one_of(NAMES, st.from_regex(r"[a ]?[0-9]{1,18}[b!]?[0-9]?", fullmatch=True))))
@example(["a1", "a!", "a", "ab", "a01", "a10", "a2", "1", "", "a1b2", "a1b10"])
def test_names_are_in_natural_order(names: list[str]) -> None:
    names = sorted(set(names))
    found = [names[place] for place in natural_order(pa.array(names, pa.string())).tolist()]
    assert found == sorted(names, key=natural_key)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["t1", "t2", "t10", "東"]),
        st.sampled_from(["w1", "w2", "ω"]),
        st.sampled_from(["yes", "no"]),
        st.sampled_from(["", "1", "2"]),
    ),
    min_size=1,
    max_size=30,
)


@given(rows=ROWS)
def test_columns_come_to_the_same_bytes_as_rows(
    tmp_path_factory: pytest.TempPathFactory, rows: Rows
) -> None:
    path = of(rows, tmp_path_factory.mktemp("large") / "answers.parquet")
    plain = parse_answers(path.read_bytes(), str(path))
    hidden = {"t1": "yes"} if "t1" in plain.tasks else {}
    try:
        expected = score_crowd(number_crowd(plain, hidden))
    except TooLittle:
        return
    numbered = read_large(path, nothing)
    assert numbered.left_out == {
        "equal": plain.single.equal,
        "later": plain.single.later,
        "undecided": plain.single.undecided,
    }
    assert named_among(numbered, ["t1", "?"]) == {"t1"} & plain.tasks
    found = score_large(numbered, hidden, nothing)
    assert found.workers == expected.workers
    write_labels(found.labels, path.with_suffix(".csv"))
    assert path.with_suffix(".csv").read_bytes() == table_bytes(labels_table(expected), ".csv")
    right = {row.task: row.label for row in expected.labels}
    assert count_right(found, right) == len(right)
