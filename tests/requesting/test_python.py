"""A requester's way in Python: the example runs, notebooks get a table, money is accounted for."""

import csv
import os
import runpy
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pandas
import pytest

import labelfield as lf
from labelfield.demo.crowd import wallet_of
from labelfield.demo.server_process import ServerProcess, running_server
from labelfield.labeling.answers import answer_of
from labelfield.labeling.errors import InvalidStructure
from labelfield.requesting.errors import NotMoney, NotSaid
from labelfield.sdk.labeler import Labeler
from tests.cli.running import done
from tests.house.tracked import ROOT

pytestmark = pytest.mark.chain
LABELERS = 7
EXAMPLE = ROOT / "examples" / "first_labels.py"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with running_server(tmp_path_factory.mktemp("python") / "home", []) as running:
        yield running


def label_all(url: str, title: str) -> None:
    """Let some labelers answer every task of the project with this title, once it is there."""
    config = lf.template("classification").config
    labelers = [Labeler(url, wallet_of(str(number), seed=3)) for number in range(LABELERS)]
    number = None
    while number is None:
        found = labelers[0].projects().projects
        number = next((one.project for one in found if one.title == title), None)
        time.sleep(0.05)
    for labeler in labelers:
        labeler.log_in()
        labeler.join(number)
        leases = labeler.lease(number, 50)
        labeler.submit(number, [(one.task, answer_of(config, "positive")) for one in leases])
        labeler.close()


def test_importing_the_package_loads_nothing_slow() -> None:
    code = (
        "import sys, labelfield; "
        "sys.exit(any(name in sys.modules for name in ('numpy', 'httpx', 'pyarrow', 'pydantic')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        lf.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_what_nobody_said_is_refused(server: ServerProcess) -> None:
    there = lf.connect(server.home)
    frame = pandas.DataFrame({"review": ["good"]})
    config = "show:\n  - text: review\nask:\n  - choices: mood\n    options: [good, bad]\n"
    with pytest.raises(NotSaid, match="say the title"):
        there.create(frame, config=config)
    with pytest.raises(NotSaid, match="say the config"):
        there.create(frame, title="Moods", price="0.01")
    with pytest.raises(NotMoney):
        there.create(frame, title="Moods", price="a cent", config=config)
    with pytest.raises(InvalidStructure, match="nothing is asked"):
        there.create(frame, title="Moods", price="0.01", config="show:\n  - text: review\n")


def test_a_data_frame_is_quoted_without_being_sent(server: ServerProcess) -> None:
    config = lf.builder.labeling(
        lf.builder.text("review"), lf.builder.choices("mood", ["good", "bad"])
    )
    frame = pandas.DataFrame({"review": ["good", "bad"]})
    job = lf.connect(server.home).create(frame, config=config, title="Moods", price="0.01")
    assert repr(job) == "<Job 'Moods': 2 tasks, 0 gold, $0.01 an answer>"
    assert job.quote().largest_spend >= 2 * 7 * 10_000


def test_spans_are_quoted_too(server: ServerProcess) -> None:
    job = lf.connect(server.home).create(template="ner")
    assert job.quote().largest_spend > 0


def test_the_example_runs_from_samples_to_a_verified_dataset(
    server: ServerProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [line for line in EXAMPLE.read_text().splitlines() if line and line[0] != '"']
    assert len(lines) <= 10
    monkeypatch.setenv("LABELFIELD_HOME", str(server.home))
    monkeypatch.chdir(tmp_path)
    crowd = threading.Thread(target=label_all, args=(server.url, "First labels"), daemon=True)
    crowd.start()
    left = runpy.run_path(str(EXAMPLE))
    crowd.join(timeout=60)
    project = left["project"]
    assert pandas.read_parquet("first_labels.parquet")["label"].tolist() == ["positive"] * 12
    assert "least sure" in project._repr_html_()
    assert "12 of 12 tasks" in repr(project)
    assert {one.label for one in project.disagreements()} == {"positive"}
    check_money(server, project, tmp_path)


def check_money(server: ServerProcess, project: lf.Project, folder: Path) -> None:
    """Every unit of the deposit stands in the invoice, and the rest comes back."""
    words = ("project", "invoice", project.number, "--home", server.home)
    rows = list(csv.DictReader(done(*words).out.splitlines()))
    assert rows[0]["what"] == "deposit"
    assert rows[-1]["what"] == "left"
    pdf = folder / "invoice.pdf"
    done(*words, "--out", pdf, "--title", "Labels & <more>")
    assert pdf.read_bytes().startswith(b"%PDF")
    watched = done("project", "watch", project.number, "--home", server.home).out
    assert "12 of 12 closed" in watched
    assert os.path.getsize(pdf) > 1000


def test_the_faucet_gives_test_dollars(server: ServerProcess) -> None:
    account = "0x" + "5a" * 20
    words = ("wallet", "faucet", account, "--amount", "2.5", "--home", server.home)
    assert "$2.50" in done(*words).out
    assert "$2.50" in done("wallet", "balance", account, "--home", server.home).out


def test_a_dry_run_says_cost_and_sends_nothing(server: ServerProcess) -> None:
    words = ("project", "create", "--template", "moderation", "--dry-run", "--home", server.home)
    assert "costs     at most $0.6" in done(*words).out
    assert done(*words, "--json").json["largest_spend"] >= 3 * 9 * 20_000
