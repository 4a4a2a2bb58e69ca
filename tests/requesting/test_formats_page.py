"""Every template goes from its samples to every format that fits; docs/formats.md is run."""

import json
import re
import shlex
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas
import pytest

import labelfield as lf
from labelfield.demo.crowd import DATA
from labelfield.demo.server_process import ServerProcess, running_server
from labelfield.formats.errors import CannotExport
from labelfield.formats.exports.kinds import KINDS
from labelfield.formats.templates import template, template_names
from labelfield.requesting.exporting import export
from labelfield.requesting.finished import Published, read_published
from labelfield.requesting.job import Inadvisable
from tests.cli.running import done
from tests.house.tracked import ROOT
from tests.requesting.crowd import NAMES, ONE_CHOICE, label
from tests.requesting.readers import items_in

pytestmark = pytest.mark.chain

PAGE = (ROOT / "docs" / "formats.md").read_text()
SHOWN = re.findall(r"^\| `labelfield (project [^`]+)` \|", PAGE, re.MULTILINE)
IN, OUT = ([one for one in SHOWN if f"project {verb} " in one] for verb in ("create", "export"))

ALWAYS = {"jsonl", "csv", "parquet", "hugging-face", "label-studio", "answers-jsonl"}
REGIONS = {"coco", "yolo", "yolo-seg", "yolo-obb", "voc"}
FITTING = {
    "detection": REGIONS,
    "segmentation": REGIONS - {"yolo-obb"},
    "ner": {"conll"},
    "preference": {"dpo", "reward"},
    "transcription": {"speech"},
} | {name: {"answers-csv"} for name in ONE_CHOICE}


@dataclass(frozen=True)
class Finished:
    """A server on which a project of every template is complete."""

    server: ServerProcess
    projects: dict[str, int]
    published: dict[str, Published]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finished]:
    with running_server(tmp_path_factory.mktemp("formats") / "home") as server:
        there = lf.connect(server.home)
        projects = {}
        for name in template_names():
            job = there.create(template=name, minimum=len(NAMES), maximum=len(NAMES))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Inadvisable)
                projects[name] = job.fund().number
        label(server.url, projects)
        for number in projects.values():
            there.project(number).wait()
        published = {
            name: read_published(there.pool, there.first_block, number)
            for name, number in projects.items()
        }
        yield Finished(server, projects, published)


@pytest.mark.parametrize("name", template_names())
def test_a_template_reaches_every_format_that_fits(
    finished: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    samples, fitting = len(template(name).tasks), set()
    for file_format in KINDS:
        target = tmp_path / ("tasks.json" if file_format == "label-studio" else file_format)
        try:
            counts = export(finished.published[name], file_format, target)
        except CannotExport:
            assert not target.exists()
            continue
        fitting.add(file_format)
        assert (counts.tasks, counts.answers) == (samples, samples * len(NAMES))
        expected = counts.answers if file_format.startswith("answers") else samples
        assert items_in(file_format, target, template(name).config) == expected, file_format
    assert fitting == ALWAYS | FITTING.get(name, set())


def test_what_labelers_said_of_every_template_is_recomputed(finished: Finished) -> None:
    there = lf.connect(finished.server.home)
    for name, number in finished.projects.items():
        report = there.project(number).verify()
        samples = len(template(name).tasks)
        assert (report.final, report.answers) == (True, samples * len(NAMES)), name


@pytest.fixture(scope="module")
def files(finished: Finished, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that the page's commands read."""
    folder = tmp_path_factory.mktemp("page")
    reviews = [json.loads(line) for line in template("classification").sample_file.open()]
    pandas.DataFrame(reviews).to_csv(folder / "reviews.csv", index=False)
    pandas.DataFrame(reviews).to_parquet(folder / "reviews.parquet")
    (folder / "dataset").mkdir()
    shutil.copy(folder / "reviews.parquet", folder / "dataset" / "train.parquet")
    shutil.copytree(DATA / "digits" / "images", folder / "pictures")
    export(finished.published["ner"], "label-studio", folder / "export.json")
    export(finished.published["detection"], "coco", folder / "coco")
    export(finished.published["detection"], "yolo", folder / "yolo")
    return folder


@pytest.mark.parametrize("command", IN)
def test_an_import_that_the_page_shows_works(
    finished: Finished, files: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(files)
    assert (
        "all usable" in done(*shlex.split(command), LABELFIELD_HOME=str(finished.server.home)).out
    )


@pytest.mark.parametrize("command", OUT)
def test_an_export_that_the_page_shows_works(
    finished: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(command)
    file_format = words[words.index("--format") + 1]
    name = next((name for name, fit in FITTING.items() if file_format in fit), "classification")
    words[words.index("1")] = str(finished.projects[name])
    said = done(*words, LABELFIELD_HOME=str(finished.server.home)).out
    assert f"{len(template(name).tasks)} tasks" in said
    target = tmp_path / words[words.index("--out") + 1]
    assert items_in(file_format, target, template(name).config) > 0


def test_every_export_is_shown_by_a_command() -> None:
    shown = [shlex.split(one)[shlex.split(one).index("--format") + 1] for one in OUT]
    assert sorted(shown) == sorted(KINDS)
    assert len(IN) >= 7
