"""Asks Label Studio's own library about answers that the page made."""

from collections.abc import Sequence
from typing import Any

from tests.label_studio import asked
from tests.labeling.test_label_studio import ORACLE


def complaints_of(cases: Sequence[tuple[str, Any]]) -> list[Any]:
    """Return what Label Studio finds wrong with each config and result: [] where nothing."""
    return asked(ORACLE, [{"config": config, "result": result} for config, result in cases])
