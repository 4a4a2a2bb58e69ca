"""No measurement is left behind by what it measures."""

import subprocess
import sys

from tests.house.tracked import ROOT

IMPORT_ALL = """
import runpy, sys
for path in sys.argv[1:]:
    runpy.run_path(path)
"""


def test_every_bench_still_finds_what_it_imports() -> None:
    benches = [str(path) for path in sorted((ROOT / "bench").glob("*.py"))]
    assert benches
    command = [sys.executable, "-c", IMPORT_ALL, *benches]
    environment = {"PYTHONPATH": str(ROOT / "bench")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
