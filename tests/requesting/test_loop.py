"""AI in the loop: the example learns from people, saves answers, and an audit agrees."""

import runpy
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import labelfield as lf
from labelfield.demo.crowd import wallet_of
from labelfield.demo.server_process import ServerProcess, running_server
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_xml import parse_config
from labelfield.sdk.errors import Refused, ServerUnreachable
from labelfield.sdk.labeler import Labeler
from tests.cli.running import done
from tests.house.tracked import ROOT

pytestmark = [pytest.mark.chain, pytest.mark.soak]
EXAMPLE = ROOT / "examples" / "active_learning.py"
LABELERS = 5
GOOD = ("superb", "lovely", "great", "excellent")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    home = tmp_path_factory.mktemp("loop") / "home"
    with running_server(home, ["--opening-interval-s", "1"]) as running:
        yield running


def label_until_done(url: str, home: Path, stopped: threading.Event) -> None:
    """Let labelers answer one task after another, now and then wrong, until they are told."""
    labelers = [Labeler(url, wallet_of(str(number), seed=11)) for number in range(LABELERS)]
    found = []
    while not found and not stopped.is_set():
        found = [one for one in labelers[0].projects().projects if one.title == "Active learning"]
        time.sleep(0.05)
    number = found[0].project
    config = parse_config(lf.connect(home).client.project(number).config)
    for labeler in labelers:
        labeler.log_in()
        labeler.join(number)
    while not stopped.is_set():
        given = sum(_one_more(labeler, number, config) for labeler in labelers)
        time.sleep(0 if given else 0.1)


def _one_more(labeler: Labeler, number: int, config: LabelingConfig) -> int:
    """Answer one task; whoever is refused or unheard now tries again later, like the page."""
    try:
        leases = labeler.lease(number, 1)
        for lease in leases:
            good = any(word in lease.data["text"] for word in GOOD)
            label = "positive" if good else "negative"
            labeler.submit(number, [(lease.task, answer_of(config, label))])
    except (Refused, ServerUnreachable):
        labeler.join(number)
        return 0
    return len(leases)


def test_the_example_learns_and_stops(
    server: ServerProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LABELFIELD_HOME", str(server.home))
    monkeypatch.chdir(tmp_path)
    stopped = threading.Event()
    where = (server.url, server.home, stopped)
    crowd = threading.Thread(target=label_until_done, args=where, daemon=True)
    crowd.start()
    left = runpy.run_path(str(EXAMPLE))
    stopped.set()
    crowd.join(timeout=60)
    project = left["project"]
    assert project.progress().state == "complete"
    assert project.progress().closed_tasks == 80
    told = done("project", "models", project.number, "--home", server.home)
    assert "saved     about" in told.out
    refused = tmp_path / "more.csv"
    refused.write_text("key,label\nsoup-superb,positive\n")
    words = ("project", "predict", project.number, refused, "--model", "late", "--home")
    assert "of closed tasks 1" in done(*words, server.home).out
