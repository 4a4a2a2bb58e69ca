"""The command line, run in this process as `main` would be, and a server to talk to."""

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from labelfield.cli.main import main

TEXT_CONFIG = """<View>
  <Text name="text" value="$text"/>
  <Choices name="mood" toName="text" choice="single">
    <Choice value="no" alias="0"/>
    <Choice value="yes" alias="1"/>
  </Choices>
</View>
"""
IMAGE_CONFIG = TEXT_CONFIG.replace("<Text ", "<Image ").replace("$text", "$image")


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, as JSON."""
        return json.loads(self.out)


def labelfield(*arguments: object, **environment: str) -> Said:
    """Run a command line."""
    out, err = io.StringIO(), io.StringIO()
    words = ["labelfield", *map(str, arguments)]
    with (
        patch.object(sys, "argv", words),
        patch.dict(os.environ, environment),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
            code = 0
        except SystemExit as left:
            code = int(left.code or 0)
    return Said(code, out.getvalue(), err.getvalue())


def done(*arguments: object, **environment: str) -> Said:
    """Run a command line that succeeds."""
    said = labelfield(*arguments, **environment)
    assert said.code == 0, said
    return said


def refused(*arguments: object, **environment: str) -> str:
    """Run a command line that is refused; return the one sentence that says why."""
    said = labelfield(*arguments, **environment)
    assert said.code == 2, said
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert "Traceback" not in said.err
    return said.err
