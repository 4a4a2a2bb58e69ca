"""kill -9 in the middle of the work: no receipt is lost, nobody is paid twice."""

import time
from pathlib import Path
from random import Random

import pytest

from labelfield.demo.crowd import Crowd
from labelfield.demo.replay import Replay
from labelfield.protocol.ids import ProjectNumber
from labelfield.sdk.labeler import Labeler
from tests.server.product import SEED, Product, Receipts, running_product, small_crowd, wait_until

pytestmark = pytest.mark.chain


@pytest.fixture
def receipts(monkeypatch: pytest.MonkeyPatch) -> Receipts:
    kept = Receipts()
    monkeypatch.setattr(Labeler, "submit", kept.keep(Labeler.submit))
    monkeypatch.setattr("labelfield.sdk.http.PAUSES_S", (0.2,) * 1_000)  # starting takes its time
    return kept


def replayed_through_kills(
    product: Product, crowd: Crowd, receipts: Receipts, kills: int
) -> ProjectNumber:
    """Let a crowd label a project while its server is killed and started again and again."""
    project = product.open(crowd)
    given = sum(len(answers) for answers in crowd.answers.values())
    random = Random(SEED + kills)
    replay = Replay(product.url, project, crowd, SEED)
    threads = replay.start()
    for kill in range(1, kills + 1):
        due = given * kill // (kills + 1)
        wait_until(lambda due=due: replay.status.error is not None or len(receipts.all) >= due)  # type: ignore[misc]
        assert replay.status.error is None
        time.sleep(random.random() / 10)
        product.kill()
        product.start()
    wait_until(lambda: replay.status.error is not None or not any(t.is_alive() for t in threads))
    assert replay.status.error is None
    wait_until(lambda: product.state_of(project) == "complete")
    return project


def assert_nothing_is_lost_or_paid_twice(
    product: Product, project: ProjectNumber, crowd: Crowd, receipts: Receipts
) -> None:
    """Chain, record, database and the labelers' receipts tell one story."""
    given = sum(len(answers) for answers in crowd.answers.values())
    report = product.verify(project)
    assert (report.answers, report.final, report.labels) == (given, True, len(crowd.truth))
    product.stop()
    stored = set(product.rows("SELECT labeler, sequence, head, owed FROM answers"))
    promised = {(each.labeler, each.sequence, each.head, each.owed) for each in receipts.all}
    assert len(receipts.all) == len(promised) == given
    assert promised == stored
    owed = dict(product.rows("SELECT labeler, owed FROM labelers"))
    credited = dict(product.rows("SELECT labeler, credited FROM labelers"))
    assert owed == credited
    assert sum(owed.values()) == report.credited > 0
    for labeler, amount in receipts.largest_owed().items():
        assert amount <= owed[labeler]


def assert_the_chain_credits_what_is_owed(product: Product) -> None:
    for labeler, owed in product.rows("SELECT labeler, owed FROM labelers"):
        assert product.pool.credit_of(labeler) == owed


def test_a_killed_server_goes_on_where_it_was(tmp_path: Path, receipts: Receipts) -> None:
    crowd = small_crowd(tasks=30)
    with running_product(tmp_path) as product:
        project = replayed_through_kills(product, crowd, receipts, kills=2)
        assert_the_chain_credits_what_is_owed(product)
        assert_nothing_is_lost_or_paid_twice(product, project, crowd, receipts)


@pytest.mark.soak
def test_a_server_killed_twenty_times_goes_on_where_it_was(
    tmp_path: Path, receipts: Receipts
) -> None:
    crowd = small_crowd(tasks=200, workers=20)
    with running_product(tmp_path) as product:
        project = replayed_through_kills(product, crowd, receipts, kills=20)
        assert_the_chain_credits_what_is_owed(product)
        assert_nothing_is_lost_or_paid_twice(product, project, crowd, receipts)
