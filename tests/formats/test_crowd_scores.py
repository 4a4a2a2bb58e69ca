"""Scored crowds: what is refused, and how numbers are spelled."""

import pytest

from labelfield.formats.crowd_csv import parse_answers
from labelfield.formats.crowd_numbers import NamedCrowd, number_crowd
from labelfield.formats.crowd_scores import labels_table, score_crowd, workers_table
from labelfield.formats.errors import TooLittle
from labelfield.formats.tables import table_bytes
from labelfield.quality.errors import TooManyClasses


def named(rows: str, hidden_gold: dict[str, str] | None = None) -> NamedCrowd:
    data = ("task,worker,label\n" + rows.replace(" ", "\n")).encode()
    return number_crowd(parse_answers(data, "a.csv"), hidden_gold or {})


def test_one_class_is_refused() -> None:
    with pytest.raises(TooLittle, match=r"a.csv: every label is 'a'; give .* two classes"):
        named("t1,w1,a t1,w2,a")


def test_one_worker_is_refused_unless_gold_can_be_compared_with() -> None:
    with pytest.raises(TooLittle, match=r"every answer is by 'w1'; .* --hidden-gold"):
        named("t1,w1,a t2,w1,b")
    assert named("t1,w1,a t2,w1,b", {"t1": "a"}).crowd.gold.tolist() == [0, -1]


def test_nothing_but_contradictions_is_refused() -> None:
    with pytest.raises(TooLittle, match="add a column seq or timestamp"):
        named("t1,w1,a t1,w1,b")


def test_too_many_classes_are_refused() -> None:
    with pytest.raises(TooManyClasses, match="1001 classes: at most 1000"):
        score_crowd(named(" ".join(f"t{n},w{n % 2},{n}" for n in range(1001))))


def test_numbers_stand_for_names_in_natural_order() -> None:
    found = named("t10,w2,no t9,w10,yes t9,w2,no")
    assert found.tasks == ("t9", "t10")
    assert found.workers == ("w2", "w10")
    assert found.classes == ("no", "yes")
    assert found.crowd.task.tolist() == [0, 0, 1]


def test_a_known_class_that_nobody_answered_counts() -> None:
    assert named("t1,w1,a t1,w2,a", {"t1": "b"}).classes == ("a", "b")


def test_files_hold_a_line_for_each_task_and_worker() -> None:
    rows = " ".join(f"t{task},w{worker},{task % 2}" for task in range(20) for worker in range(3))
    scored = score_crowd(named(rows + " t0,w9,0"))
    labels, workers = (
        table_bytes(table, ".csv").decode()
        for table in (labels_table(scored), workers_table(scored.workers))
    )
    assert labels.splitlines()[:2] == ["task,label,confidence", "t0,0,1.0000"]
    assert len(labels.splitlines()) == 21
    assert workers.splitlines()[0] == "worker,answers,skill,score,rate"
    assert scored_line(workers, "w0") == "w0,20,1.0000,1.0000,1.00000"
    assert scored_line(workers, "w9").endswith(",")


def test_a_name_with_a_comma_is_quoted() -> None:
    scored = score_crowd(named('"t,1",w1,a "t,1",w2,b'))
    assert table_bytes(labels_table(scored), ".csv") == b'task,label,confidence\n"t,1",a,0.5000\n'


def test_a_worker_who_nobody_can_be_compared_with_has_no_score() -> None:
    table = workers_table(score_crowd(named("t1,w1,a t2,w2,b")).workers)
    workers = table_bytes(table, ".csv").decode()
    assert scored_line(workers, "w1").endswith(",,")


def scored_line(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(name + ","))
