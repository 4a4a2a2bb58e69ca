"""Every refusal has words in every language of the page: the server's list of codes says which."""

import re
from pathlib import Path

import pytest

from labelfield.labeling.errors import UNPAID, InvalidConfig, MalformedYaml
from labelfield.server.config_refusals import problem_name
from labelfield.server.refusals import CODES
from tests.web.conftest import WEB

TEXTS = sorted((WEB / "text/page").glob("*.ts"))
PROBLEMS = {problem_name(kind) for kind in InvalidConfig.__subclasses__() if kind != MalformedYaml}
"""Pages send configs as XML alone."""
OURS = {"dropped", "in_full"}
"""What the page says around a refusal."""


def test_the_list_of_codes_is_there() -> None:
    assert {"malformed", "no_lease", "rate_limited", "stopping"} <= CODES
    assert "unknown_tag" in PROBLEMS
    assert len(TEXTS) == 10


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
def test_each_code_and_each_fault_of_a_config_is_said(text: Path) -> None:
    said = set(re.findall(r'"refusal\.(\w+)":', text.read_text()))
    assert said == CODES | {f"config_{problem}" for problem in PROBLEMS} | OURS


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
def test_each_reason_why_a_config_is_not_paid_is_said(text: Path) -> None:
    words = WEB / "text/requester" / text.name
    assert set(re.findall(r'"question\.unpaid_(\w+)":', words.read_text())) == set(UNPAID)
