"""Every kind of task in Chromium, on a phone by touch and on a laptop by keyboard.

The answers that the page made are checked again here, and the page by axe.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.validate_on_task import validate_on_task
from tests.label_studio import needs_label_studio
from tests.web.conftest import Product
from tests.web.label_studio import complaints_of
from tests.web.test_page import _node


@pytest.fixture(scope="module", params=["phone", "laptop"])
def tried(
    request: pytest.FixtureRequest, product: Product, page_scripts: Path, pictures: str
) -> dict[str, Any]:
    editors = pictures and f"{pictures}/editors"
    done = _node(str(page_scripts / "try.mjs"), product.url, request.param, editors)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.browser
@pytest.mark.chain
def test_every_kind_of_task_can_be_done_and_its_answer_is_valid(tried: dict[str, Any]) -> None:
    assert len(tried["results"]) == 20
    for name, result in tried["results"].items():
        assert result["verdict"].startswith("Valid."), (name, result["verdict"])
        validate_on_task(parse_config(result["config"]), result["data"], result["answer"])
        assert result["answer"], name
    assert tried["complaints"] == []


@pytest.mark.browser
@pytest.mark.chain
def test_hostile_html_does_nothing(tried: dict[str, Any]) -> None:
    html = tried["results"]["hypertext"]["data"]["html"]
    assert "<script>" in html
    assert "onerror" in html
    assert "stolen" not in tried["title"]


@pytest.mark.browser
@pytest.mark.chain
def test_axe_finds_nothing_wrong_with_any_editor(tried: dict[str, Any]) -> None:
    assert {name: found for name, found in tried["violations"].items() if found} == {}


@pytest.mark.browser
@pytest.mark.chain
@needs_label_studio
def test_label_studio_accepts_what_the_page_made(tried: dict[str, Any]) -> None:
    cases = [(result["config"], result["answer"]) for result in tried["results"].values()]
    assert complaints_of(cases) == [[]] * len(cases)
