"""docs/formats.md shows every export by a command, and no other."""

import re

from labelfield.formats.exports.kinds import KINDS
from tests.house.tracked import ROOT


def test_every_export_is_shown_by_a_command() -> None:
    page = (ROOT / "docs" / "formats.md").read_text()
    shown = re.findall(r"`labelfield project export 1 --format ([a-z-]+) --out \S+`", page)
    assert sorted(shown) == sorted(KINDS)
