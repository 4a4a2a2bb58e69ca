"""Runs the npm packages that tests compare with; they are installed by `npm ci`, never shipped."""

import base64
import json
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "js"

needs_npm = pytest.mark.skipif(
    not (FOLDER / "node_modules" / ".package-lock.json").exists(),
    reason="Greenfield's npm packages are missing: run npm ci in tests/storage/greenfield/js",
)


def run_node(script: str, *arguments: object, preload: str | None = None) -> object:
    """Return the JSON that a script of the js folder prints last."""
    options = ["--require", f"./{preload}"] if preload else []
    done = subprocess.run(
        ["node", *options, script, *map(str, arguments)],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return json.loads(done.stdout.splitlines()[-1])


def checksums_by_npm(file: Path) -> tuple[bytes, ...]:
    found = run_node("checksums.cjs", file)
    assert isinstance(found, dict)
    return tuple(base64.b64decode(text) for text in found["checksums"])
