"""How long starting takes: `labelfield --help`, and `labelfield up` until it is ready."""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

PORT = 18190
PATIENCE_S = 120
LOOK_S = 0.02


def measure(program: str) -> None:
    """Print a line for each."""
    print(
        f"labelfield --help: processor {min(_help(program) for _ in range(3)):.2f} s   (wanted 0.3)"
    )
    with TemporaryDirectory(ignore_cleanup_errors=True) as home:
        first = _start(program, Path(home))
        again = min(_start(program, Path(home)) for _ in range(2))
    print(f"labelfield up until it is ready, a new home: {first:.1f} s")
    print(f"labelfield up until it is ready, a known home: {again:.1f} s   (wanted 2)")


def _help(program: str) -> float:
    before = os.times()
    subprocess.run([program, "--help"], check=True, capture_output=True)
    after = os.times()
    return (
        after.children_user - before.children_user + after.children_system - before.children_system
    )


def _start(program: str, home: Path) -> float:
    """Return the seconds from the command to the first answer that would be taken."""
    command = [program, "up", "--home", str(home), "--port", str(PORT)]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            while not _ready():
                if time.perf_counter() - started > PATIENCE_S:
                    sys.exit(f"the server was not ready within {PATIENCE_S} s")
                time.sleep(LOOK_S)
            return time.perf_counter() - started
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE_S)


def _ready() -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{PORT}/api/ready", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False
