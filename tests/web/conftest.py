"""A running product for the page: server, chain, a project of pictures and one of texts."""

import csv
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import labelfield as lf
from labelfield.demo.server_process import running_server

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
ASSETS = ROOT / "src/labelfield/server/assets"
DIGITS = ROOT / "src/labelfield/demo/data/digits"
FREE_PORT = ("--port", "0")
"""Whatever is free: a server that another run left behind is never talked to."""

CHOICES = "".join(f'<Choice value="{digit}"/>' for digit in range(10))
DIGITS_CONFIG = (
    '<View><Image name="image" value="$image"/>'
    f'<Choices name="digit" toName="image" choice="single">{CHOICES}</Choices></View>'
)
DIGITS_INSTRUCTIONS = """Each picture shows one handwritten digit.

Choose the digit that the writer meant. If you really cannot tell, skip it."""

TEXTS_CONFIG = (
    '<View><Header value="Must the last sentence be true?"/><Text name="text" value="$text"/>'
    '<Choices name="follows" toName="text" choice="single">'
    '<Choice value="It follows"/><Choice value="It does not follow"/></Choices></View>'
)
TEXTS_INSTRUCTIONS = "Read the text. Say whether its last sentence must be true if the rest is."
TEXTS = (
    ("The ferry leaves every hour until midnight. It can be taken at eleven.", "It follows"),
    ("Rain is likely on Tuesday. It will rain on Tuesday.", "It does not follow"),
    ("All nine councillors voted for the bridge. Nobody abstained.", "It follows"),
    ("The museum is closed on Mondays. It is open on every Sunday.", "It does not follow"),
    ("Ada was born in 1815, two years after her cousin. He was born in 1813.", "It follows"),
    ("The older mill was sold in spring. The newer mill was not sold.", "It does not follow"),
    ("Whoever swims wears a cap. Nobody without a cap swims.", "It follows"),
    ("Some of the letters were lost. All the letters were lost.", "It does not follow"),
    ("The train is faster than the bus. The bus is slower than the train.", "It follows"),
    ("The shop opens at nine. It closes at five.", "It does not follow"),
)


@dataclass(frozen=True, slots=True)
class Product:
    """A server that labelers can reach."""

    url: str
    home: Path
    answers: Path
    """JSON: the right choice by the picture's file name or the text."""


@pytest.fixture(scope="session")
def page_scripts() -> Path:
    """Return the folder of the built browser scripts; the page itself is built by make."""
    if not (ASSETS / "index.html").exists() or not (WEB / "node_modules").exists():
        pytest.fail("the page is not built: run make install")
    subprocess.run(["node", "build.mjs", "--tests"], cwd=WEB, check=True)
    return WEB / ".cache/browser"


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Start `labelfield up` in a folder of its own and open two projects.

    All tasks are gold and one answer closes a digit, so that a labeler who works alone is paid.
    """
    folder = tmp_path_factory.mktemp("page")
    home = folder / "home"
    with running_server(home, FREE_PORT) as server:
        _open_projects(folder, lf.connect(home))
        yield Product(server.url, home, _right_answers(folder))


def _open_projects(folder: Path, requester: lf.Connection) -> None:
    texts = folder / "texts.csv"
    with texts.open("w", newline="") as file:
        csv.writer(file).writerows([("text", "label"), *TEXTS])
    digits = Offer("Handwritten digits", "0.004", 1, DIGITS_CONFIG, DIGITS_INSTRUCTIONS)
    open_project(requester, DIGITS / "tasks.csv", digits)
    follows = Offer("Does the statement follow?", "0.0025", 3, TEXTS_CONFIG, TEXTS_INSTRUCTIONS)
    open_project(requester, texts, follows)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a project asks for and pays."""

    title: str
    price: str
    answers: int
    config: str
    instructions: str
    label_field: str | None = "label"


def open_project(requester: lf.Connection, tasks: Path, offer: Offer) -> int:
    """Open a project; return its number."""
    job = requester.create(
        tasks,
        label_field=offer.label_field,
        config=offer.config,
        instructions=offer.instructions,
        title=offer.title,
        price=offer.price,
        minimum=offer.answers,
        maximum=offer.answers,
        confidence_bps=10_000,
    )
    return job.fund().number


def _right_answers(folder: Path) -> Path:
    with (DIGITS / "tasks.csv").open(newline="") as file:
        labels = {row["image"]: row["label"] for row in csv.DictReader(file)}
    right = {
        f"{hashlib.sha256((DIGITS / image).read_bytes()).hexdigest()}.png": label
        for image, label in labels.items()
    }
    path = folder / "answers.json"
    path.write_text(json.dumps(right | dict(TEXTS)))
    return path


@pytest.fixture(scope="session")
def pictures() -> str:
    """Return the folder for screenshots, LABELFIELD_SCREENSHOTS; empty where none are wanted."""
    kept = os.environ.get("LABELFIELD_SCREENSHOTS")
    return str(Path(kept).resolve()) if kept else ""
