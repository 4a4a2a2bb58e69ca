"""Asks Label Studio's own library about answers that the page made."""

import json
import os
import subprocess
from collections.abc import Sequence
from typing import Any

from tests.labeling.test_label_studio import ORACLE

PYTHON = os.environ.get("LABELFIELD_LABEL_STUDIO", "")


def complaints_of(cases: Sequence[tuple[str, Any]]) -> list[Any]:
    """Return what Label Studio finds wrong with each config and result: [] where nothing."""
    lines = [json.dumps({"config": config, "result": result}) + "\n" for config, result in cases]
    done = subprocess.run(
        [PYTHON, "-c", ORACLE],
        input="".join(lines),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
