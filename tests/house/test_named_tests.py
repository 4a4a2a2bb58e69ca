"""The tests that documents name as evidence exist."""

import re

from tests.house.tracked import texts

WHERE = ("contracts/test/", "contracts/prove/", "tests/", "web/test/")
FILES = {name: text for name, text in texts(".sol", ".py", ".ts").items() if name.startswith(WHERE)}
DOCUMENTS = {name: text for name, text in texts(".md").items() if name.startswith("docs/")}
FUNCTION = re.compile(r"`((?:test|check|invariant)_\w+)(?:\(\))?`")
FILE = re.compile(r"`((?:[\w./-]+/)?(?:test_\w+\.py|\w+\.t\.sol))`")


def named(pattern: re.Pattern[str]) -> set[tuple[str, str]]:
    """Return (document, name) for each test that a document names."""
    found = {(name, test) for name, text in DOCUMENTS.items() for test in pattern.findall(text)}
    assert len(found) > 10
    return found


def test_every_test_that_a_document_names_exists() -> None:
    code = "\n".join(FILES.values())
    missing = {pair for pair in named(FUNCTION) if not re.search(rf"\b{pair[1]}\b", code)}
    assert missing == set()


def test_every_test_file_that_a_document_names_exists() -> None:
    missing = {
        pair
        for pair in named(FILE)
        if not any(f"/{name}".endswith(f"/{pair[1]}") for name in FILES)
    }
    assert missing == set()
