"""A requester's whole way in Chromium, and the verifier's: on a phone and on a laptop."""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import labelfield as lf
from labelfield.chain.pool import Pool
from labelfield.demo.server_process import running_server
from labelfield.protocol.hashes import keccak
from labelfield.protocol.keys import Key
from labelfield.sdk.labeler import Labeler
from labelfield.verify.project import verify_project
from tests.web.conftest import FREE_PORT, ROOT, Offer, Product, open_project
from tests.web.test_page import _node

OPENING_INTERVAL_S = "10"
TASKS = 24
HOSTILE = '<img src="x" onerror="window.stolen = true">'
SENTENCES = (
    ("The ferry leaves every hour until midnight. It can be taken at {}.", "It follows"),
    ("Rain is likely on day {0}. It will rain on day {0}.", "It does not follow"),
)


RATED_TASKS, RATERS = 12, 2
RATED = (
    '<View><Text name="text" value="$text"/>'
    '<Rating name="stars" toName="text" maxRating="5"/></View>'
)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Start a server of its own, whose records are opened soon."""
    folder = tmp_path_factory.mktemp("requester")
    options = ("--opening-interval-s", OPENING_INTERVAL_S, *FREE_PORT)
    with running_server(folder / "home", options) as server:
        yield Product(server.url, server.home, _tasks(folder))


@pytest.fixture(scope="module")
def rated(product: Product, tmp_path_factory: pytest.TempPathFactory) -> int:
    """Have another type than one choice labeled; return the project's number."""
    table = tmp_path_factory.mktemp("rated") / "texts.csv"
    with table.open("w", newline="") as file:
        texts = [[f"Reply number {number}."] for number in range(RATED_TASKS)]
        csv.writer(file).writerows([["text"], *texts])
    offer = Offer("How good is it?", "0.01", RATERS, RATED, "One star is bad.", label_field=None)
    number = open_project(lf.connect(product.home), table, offer)
    for who in range(RATERS):
        labeler = Labeler(product.url, Key(keccak(f"rater {who}".encode())))
        labeler.log_in()
        labeler.join(number)
        while leases := labeler.lease(number, 10):
            labeler.submit(number, [(each.task, _stars(str(each.data["text"]))) for each in leases])
        labeler.close()
    return number


def _stars(text: str) -> list[Any]:
    value = {"rating": int(text.rsplit(maxsplit=1)[-1].rstrip(".")) % 5 + 1}
    return [{"from_name": "stars", "to_name": "text", "type": "rating", "value": value}]


@pytest.fixture(scope="module", params=["phone", "laptop"])
def walked(
    request: pytest.FixtureRequest,
    product: Product,
    rated: int,
    page_scripts: Path,
    pictures: str,
) -> dict[str, Any]:
    labelers = f"cd {ROOT} && {sys.executable} -m tests.web.labelers"
    size = request.param
    script = str(page_scripts / "requester.mjs")
    done = _node(script, product.url, size, pictures, str(product.answers), labelers, str(rated))
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.browser
@pytest.mark.chain
def test_a_project_is_made_labeled_watched_exported_and_verified(walked: dict[str, Any]) -> None:
    assert len(walked["exported"]) == 4
    assert walked["verdict"]["verdict"] == "It agrees"
    assert walked["verdict"]["reached"] == "12"
    assert _digits(walked["verdict"]["answers"]) == 3 * TASKS
    assert _digits(walked["verdict"]["labels"]) == TASKS
    assert walked["closing"].startswith("Closing.")
    assert walked["complaints"] == []


@pytest.mark.browser
@pytest.mark.chain
def test_files_of_the_page_hold_what_the_command_exports(
    walked: dict[str, Any], product: Product, tmp_path: Path
) -> None:
    name = f"project-{walked['project']}"
    project = lf.connect(product.home).project(walked["project"])
    table, tasks = tmp_path / "labels.csv", tmp_path / "tasks.json"
    project.export(table, "csv")
    project.export(tasks, "label-studio")
    page = walked["exported"]
    assert _table(page[f"{name}-labels.csv"]) == _table(table.read_text())
    assert json.loads(page[f"{name}-label-studio.json"]) == _without_receipts(
        json.loads(tasks.read_text())
    )


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
def test_of_other_types_it_says_what_it_checked_and_what_not(walked: dict[str, Any]) -> None:
    rated = walked["rated"]
    assert rated["verdict"].startswith("What can be checked here agrees")
    assert "Not checked here: scores and rates" in rated["verdict"]
    assert "labels and confidences" in rated["verdict"]
    assert _digits(rated["answers"]) == RATERS * RATED_TASKS
    assert _digits(rated["labels"]) == RATED_TASKS
    assert rated["lie"].startswith("It does not agree")
    assert "credit on chain" in rated["lie"]


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


@pytest.mark.browser
@pytest.mark.chain
def test_nothing_is_wider_than_the_screen_in_any_language(walked: dict[str, Any]) -> None:
    assert walked["wide"] == []


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


def _table(text: str) -> list[dict[str, Any]]:
    """Return a CSV's rows; what stands as JSON is read, and the receipts left out."""
    rows: list[dict[str, Any]] = list(csv.DictReader(text.splitlines(keepends=True)))
    for row in rows:
        for column in ("confidence", "result", "given"):
            row[column] = _without_receipts(json.loads(row[column]))
    return rows


def _without_receipts(value: Any) -> Any:
    """Take out what the dataset of a page does not hold."""
    if isinstance(value, list):
        return [_without_receipts(one) for one in value]
    if isinstance(value, dict):
        return {name: _without_receipts(one) for name, one in value.items() if name != "receipt"}
    return value
