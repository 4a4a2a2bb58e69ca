"""The replayed crowd: complete, and the same for the same seed."""

import csv
import hashlib

import pytest

from labelfield.demo.crowd import DATA, Crowd, hidden_gold, read_crowd, wallet_of
from labelfield.demo.projects import DIGITS_CONFIG, RTE_CONFIG, task_text
from labelfield.formats.tasks import TaskSource, read_tasks
from labelfield.labeling.config import classes
from labelfield.labeling.config_xml import parse_config


@pytest.fixture(scope="module")
def crowd() -> Crowd:
    return read_crowd()


def test_the_crowd_is_164_people_with_8000_answers_to_800_tasks(crowd: Crowd) -> None:
    assert len(crowd.answers) == 164
    assert sum(len(answers) for answers in crowd.answers.values()) == 8_000
    assert len(crowd.truth) == 800
    answered = [task for answers in crowd.answers.values() for task in answers]
    assert {answered.count(task) for task in list(crowd.truth)[:20]} == {10}
    assert set(answered) == set(crowd.truth)


def test_every_answer_is_a_class_of_the_config(crowd: Crowd) -> None:
    labels = {label for answers in crowd.answers.values() for label in answers.values()}
    assert labels | set(crowd.truth.values()) == set(classes(parse_config(RTE_CONFIG)))


def test_hidden_gold_is_the_same_for_a_seed_and_another_for_another(crowd: Crowd) -> None:
    gold = hidden_gold(crowd, percent=5, seed=1)
    assert len(gold) == 40
    assert all(crowd.truth[task] == label for task, label in gold.items())
    assert gold == hidden_gold(crowd, percent=5, seed=1) != hidden_gold(crowd, percent=5, seed=2)
    assert hidden_gold(crowd, percent=0, seed=1) == {}


def test_wallets_are_the_same_for_a_seed_and_differ_between_people(crowd: Crowd) -> None:
    wallets = {wallet_of(worker, 1).address for worker in crowd.answers}
    assert len(wallets) == len(crowd.answers)
    assert wallets == {wallet_of(worker, 1).address for worker in crowd.answers}
    assert wallets.isdisjoint(wallet_of(worker, 2).address for worker in crowd.answers)


def test_no_two_tasks_show_the_same(crowd: Crowd) -> None:
    assert len({task_text(task) for task in crowd.truth}) == 800


def test_all_200_digits_are_there_with_their_labels() -> None:
    config = parse_config(DIGITS_CONFIG)
    source = TaskSource(DATA / "digits" / "tasks.csv", config, label_field="label")
    tasks = list(read_tasks(source))
    assert len(tasks) == 200
    assert all(task.gold and len(task.media) == 1 for task in tasks)
    for task in tasks:
        (file,) = task.media
        assert hashlib.sha256(file.data).hexdigest() in file.name
        assert task.data == {"image": file.name}
    rows = list(csv.DictReader((DATA / "digits" / "tasks.csv").open()))
    assert {row["label"] for row in rows} == set(classes(config))


def test_the_sources_of_the_shipped_data_are_named() -> None:
    for name in ("rte", "digits"):
        assert (DATA / name / "README.md").read_text().strip()
