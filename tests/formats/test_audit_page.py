"""The page of an audit: what it says, and that nothing of a project becomes markup."""

from html.parser import HTMLParser
from typing import Any

import pytest

from labelfield.formats.audit_page import audit_html

RECORD = {
    "checkpoint": 1,
    "block": 12,
    "transaction": "0x" + "ab" * 32,
    "record": "0x" + "cd" * 32,
    "answers": 1_200,
    "settlements": 2,
    "credits": 8,
    "credited": 1_234_567,
    "fee": 24_691,
}
AGREES: dict[str, Any] = {
    "agrees": True,
    "project": 3,
    "title": "Yes or no",
    "chain_id": 31337,
    "pool": "0x" + "12" * 20,
    "answers": 1_200,
    "labelers": 8,
    "signatures": 70,
    "settlements": 2,
    "checkpoints": 1,
    "labels": 100,
    "credited": 1_234_567,
    "fees": 24_691,
    "sealed": 0,
    "records": [RECORD],
}


class Tags(HTMLParser):
    """Collects the names of all tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, _: object) -> None:
        self.names.append(tag)


def test_the_page_says_what_was_checked_and_paid() -> None:
    page = audit_html(AGREES)
    assert "Project 3: everything agrees" in page
    for text in ("1,200", "$1.234567", "$0.024691", RECORD["transaction"], "✓ Dataset"):
        assert str(text) in page


def test_a_running_project_claims_no_dataset_and_says_what_is_sealed() -> None:
    page = audit_html(AGREES | {"labels": 0, "sealed": 2})
    assert "✓ Dataset" not in page
    assert "2 more checkpoints are sealed" in page


@pytest.mark.parametrize(("agrees", "says"), [(False, "a difference"), (None, "not yet")])
def test_what_does_not_agree_says_so(agrees: bool | None, says: str) -> None:
    page = audit_html({"agrees": agrees, "project": 3, "error": "credit: expected 7, found 8"})
    assert f"Project 3: {says}" in page
    assert "expected 7, found 8" in page


@pytest.mark.parametrize("change", [{"title": "<script>x</script>"}, {"pool": "<script>"}])
def test_nothing_of_a_project_becomes_markup(change: dict[str, str]) -> None:
    assert "script" not in Tags(audit_html(AGREES | change)).names
    lie = {"agrees": False, "project": 1, "error": "<script>alert()</script>"}
    assert "script" not in Tags(audit_html(lie)).names
