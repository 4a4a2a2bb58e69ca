"""A requester's whole way in Chromium, and the verifier's: on a phone and on a laptop."""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from labelfield.chain.pool import Pool
from labelfield.verify.project import verify_project
from tests.web.conftest import ROOT, Product, running_server
from tests.web.test_page import _node

OPENING_INTERVAL_S = "10"
TASKS = 24
HOSTILE = '<img src="x" onerror="window.stolen = true">'
SENTENCES = (
    ("The ferry leaves every hour until midnight. It can be taken at {}.", "It follows"),
    ("Rain is likely on day {0}. It will rain on day {0}.", "It does not follow"),
)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Start a server of its own, whose records are opened soon."""
    folder = tmp_path_factory.mktemp("requester")
    options = ("--opening-interval-s", OPENING_INTERVAL_S, "--port", "18280")
    with running_server(folder / "home", *options) as url:
        yield Product(url, folder / "home", _tasks(folder))


@pytest.fixture(scope="module", params=["phone", "laptop"])
def walked(
    request: pytest.FixtureRequest, product: Product, page_scripts: Path, pictures: Path
) -> dict[str, Any]:
    labelers = f"cd {ROOT} && {sys.executable} -m tests.web.labelers"
    size = request.param
    script = str(page_scripts / "requester.mjs")
    done = _node(script, product.url, size, str(pictures), str(product.answers), labelers)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.browser
@pytest.mark.chain
def test_a_project_is_made_labeled_watched_exported_and_verified(walked: dict[str, Any]) -> None:
    assert walked["exported"].endswith("-labels.jsonl")
    assert walked["verdict"]["verdict"] == "It agrees"
    assert walked["verdict"]["reached"] == "12"
    assert _digits(walked["verdict"]["answers"]) == 3 * TASKS
    assert _digits(walked["verdict"]["labels"]) == TASKS
    assert walked["closing"].startswith("Closing.")
    assert walked["complaints"] == []


@pytest.mark.browser
@pytest.mark.chain
def test_the_verifier_names_what_a_server_lies_about(walked: dict[str, Any]) -> None:
    lies = walked["lies"]
    assert all(said.startswith("It does not agree") for said in lies.values()), lies
    assert "hash" in lies["a changed object"]
    assert "dataset" in lies["a changed label"]
    assert "credit on chain" in lies["a changed credit"]


@pytest.mark.browser
@pytest.mark.chain
def test_the_command_agrees_with_what_the_browser_verified(
    walked: dict[str, Any], product: Product
) -> None:
    facts = json.loads((product.home / "deployment.json").read_text())
    pool = Pool(facts["rpc_url"], facts["pool"])
    report = verify_project(pool, walked["project"], facts["block"])
    assert report.answers == _digits(walked["verdict"]["answers"])
    assert report.settlements == _digits(walked["verdict"]["settlements"])


@pytest.mark.browser
@pytest.mark.chain
def test_a_requester_sees_a_preview_and_funds_within_five_minutes(walked: dict[str, Any]) -> None:
    assert walked["previewed_s"] < walked["funded_s"] < 300


@pytest.mark.browser
@pytest.mark.chain
def test_axe_finds_nothing_wrong_with_any_screen(walked: dict[str, Any]) -> None:
    assert {name: found for name, found in walked["violations"].items() if found} == {}


def _tasks(folder: Path) -> Path:
    path = folder / "tasks.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["key", "text", "label"])
        for number in range(TASKS):
            sentence, label = SENTENCES[number % 2]
            text = sentence.format(number) + (HOSTILE if number == 0 else "")
            writer.writerow([f"t{number}" + (HOSTILE if number == 1 else ""), text, label])
    return path


def _digits(text: str) -> int:
    return int("".join(letter for letter in text if letter.isdigit()))
