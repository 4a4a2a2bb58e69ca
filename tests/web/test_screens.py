"""Every screen of the labeler's page, light and dark, from left to right and from right to left.

`LABELFIELD_SCREENSHOTS=docs/images/labeler pytest -m "soak or not soak" tests/web/test_screens.py`
takes the pictures of docs/labeler.md anew.
"""

import json
from pathlib import Path

import pytest

from tests.web.test_page import _node

DIRECTIONS = {"en": "ltr", "ar": "rtl"}


@pytest.mark.browser
@pytest.mark.parametrize(("size", "language"), [("phone", "ar"), ("laptop", "en")])
def test_axe_finds_nothing_wrong_with_any_screen(
    size: str, language: str, page_scripts: Path, pictures: str
) -> None:
    done = _node(str(page_scripts / "screens.mjs"), size, language, pictures)
    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(done.stdout)
    assert seen["violations"] == {}
    assert seen["complaints"] == []
    assert seen["direction"] == DIRECTIONS[language]


@pytest.mark.browser
@pytest.mark.soak
@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("laptop", "ar")])
def test_axe_finds_nothing_wrong_the_other_way_round(
    size: str, language: str, page_scripts: Path, pictures: str
) -> None:
    test_axe_finds_nothing_wrong_with_any_screen(size, language, page_scripts, pictures)
