"""Label Studio's own library, in an environment of its own: `make tools` installs it."""

import json
import os
import subprocess
from collections.abc import Sequence
from typing import Any

import pytest

from tests.house.tracked import ROOT

_INSTALLED = ROOT / ".tools" / "label-studio"
PYTHON = os.environ.get("LABELFIELD_LABEL_STUDIO") or (
    str(_INSTALLED / "bin" / "python") if (_INSTALLED / ".installed").exists() else ""
)
TIMEOUT_S = 600

needs_label_studio = pytest.mark.skipif(
    not PYTHON, reason="##### LABEL STUDIO IS NOT INSTALLED: IT WAS NOT ASKED (make tools) #####"
)


def asked(program: str, cases: Sequence[object], *arguments: str) -> list[Any]:
    """Run a program on lines of JSON there; return the lines of JSON that it answers."""
    done = subprocess.run(
        [PYTHON, "-c", program, *arguments],
        input="".join(json.dumps(case) + "\n" for case in cases),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
