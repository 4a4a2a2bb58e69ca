"""Every refusal has words in every language of the page: the server's list of codes says which."""

import re
from pathlib import Path

import pytest

from labelfield.formats import errors as formats
from labelfield.labeling.errors import UNPAID, InvalidConfig, MalformedYaml
from labelfield.server.config_refusals import problem_name
from labelfield.server.problems import Problem, name_of
from labelfield.server.refusals import CODES
from tests.web.conftest import WEB

TEXTS = sorted((WEB / "text/page").glob("*.ts"))
PROBLEMS = {problem_name(kind) for kind in InvalidConfig.__subclasses__() if kind != MalformedYaml}
"""Pages send configs as XML alone."""
OURS = {"dropped", "in_full"}
"""What the page says around a refusal."""
PLACES = {"at_file", "at_line", "at_task", "at_field"}
"""What the requester's page says around a fault of a file."""
NOT_IMPORTED = {
    formats.BadCell,
    formats.CannotExport,
    formats.DatasetMismatch,
    formats.MalformedDataset,
    formats.NoCluster,
    formats.NotACertificate,
    formats.NotParquet,
    formats.UnknownTemplate,
    formats.UnusableEntry,
}
"""Faults of answers, datasets and clusters; files that a page does not send; a family."""


def of_files(family: type[formats.FormatError] = formats.FormatError) -> set[str]:
    """Return the names of all faults of files that a page can send."""
    kinds = set(family.__subclasses__())
    names = {f"file_{name_of(kind)}" for kind in kinds - NOT_IMPORTED}
    return names.union(*map(of_files, kinds))


def test_the_list_of_codes_is_there() -> None:
    assert {"malformed", "no_lease", "rate_limited", "stopping"} <= CODES
    assert "unknown_tag" in PROBLEMS
    assert len(TEXTS) == 10


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
def test_each_code_and_each_fault_of_a_config_is_said(text: Path) -> None:
    said = set(re.findall(r'"refusal\.(\w+)":', text.read_text()))
    assert said == CODES | {f"config_{problem}" for problem in PROBLEMS} | OURS


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
def test_each_fault_of_a_file_a_task_and_a_right_answer_is_said(text: Path) -> None:
    said = re.findall(r'"refusal\.(\w+)":', (WEB / "text/requester" / text.name).read_text())
    assert {"file_telling_field", "file_no_right_answer"} <= of_files()
    assert set(said) == of_files() | set(Problem) | PLACES


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
def test_each_reason_why_a_config_is_not_paid_is_said(text: Path) -> None:
    words = WEB / "text/requester" / text.name
    assert set(re.findall(r'"question\.unpaid_(\w+)":', words.read_text())) == set(UNPAID)
