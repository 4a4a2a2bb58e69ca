"""The files that belong to the repository: tracked, or new and not ignored."""

import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return the repository's files, relative to its root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("this folder is no git repository, so its files were not looked through")
    paths = sorted(Path(name) for name in done.stdout.split("\0") if name)
    return tuple(path for path in paths if (ROOT / path).is_file())


def texts(*suffixes: str) -> dict[str, str]:
    """Return the text of each file with one of `suffixes`; of every text file, if none is named."""
    found = {}
    for path in tracked_files():
        data = (ROOT / path).read_bytes()
        if b"\0" not in data and (not suffixes or path.suffix in suffixes):
            found[path.as_posix()] = data.decode()
    return found
