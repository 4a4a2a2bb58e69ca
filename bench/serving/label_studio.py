"""Label Studio beside ours: annotations a second on its SQLite, not signed and not receipted.

It lies in an environment of its own (`make bench-server` installs it into `.tools`), for it holds
NumPy and Django back. It is asked by its API token over keep-alive connections, a task each.
"""

import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import httpx

from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config

PROGRAM = Path(__file__).parents[2] / ".tools/label-studio-server/bin/label-studio"
PORT = 18191
URL = f"http://127.0.0.1:{PORT}"
ANNOTATIONS = 400
CONNECTIONS = 8
PATIENCE_S = 300


def measure(folder: Path, config: str) -> None:
    """Print its line of the table; say so where it is not installed."""
    if not PROGRAM.exists():
        print("##### LABEL STUDIO IS NOT INSTALLED, SO IT IS NOT BESIDE (make bench-server) #####")
        return
    with _running(folder) as token, ThreadPoolExecutor(CONNECTIONS) as connections:
        tasks = _project(token, config)
        answer = {"result": answer_of(parse_config(config), "yes")}
        began_s = time.perf_counter()
        parts = [(token, tasks[place::CONNECTIONS], answer) for place in range(CONNECTIONS)]
        found = list(chain.from_iterable(connections.map(_annotate, parts)))
        seconds = time.perf_counter() - began_s
    cuts = statistics.quantiles(found, n=100)
    delays = f"{cuts[49] * 1e3:>9.1f}{cuts[98] * 1e3:>9.1f}"
    print(f"{'Label Studio 1.23.2, unsigned':<34}{len(found) / seconds:>12,.0f}{'':>14}{delays}")


@contextmanager
def _running(folder: Path) -> Iterator[str]:
    """Run it on a new database; yield the token of its only user."""
    token = secrets.token_hex(20)
    environment = os.environ | {
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder),
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "LATEST_VERSION_CHECK": "false",
        "COLLECT_ANALYTICS": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
    }
    command = [PROGRAM, "start", "--no-browser", "--internal-host", "127.0.0.1"]
    command += ["--port", str(PORT), "--username", "bench@labelfield.example"]
    command += ["--password", secrets.token_hex(20), "--user-token", token]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet) as server:
        try:
            _wait()
            yield token
        finally:
            server.terminate()


def _wait() -> None:
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        try:
            if httpx.get(f"{URL}/health", timeout=5).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    sys.exit(f"Label Studio was not ready within {PATIENCE_S} s")


def _client(token: str) -> httpx.Client:
    return httpx.Client(base_url=URL, headers={"Authorization": f"Token {token}"}, timeout=60)


def _project(token: str, config: str) -> list[int]:
    """Return the tasks of a new project."""
    with _client(token) as client:
        made = client.post("/api/projects/", json={"title": "Load", "label_config": config})
        number = made.raise_for_status().json()["id"]
        tasks = [{"text": f"Statement {place}."} for place in range(ANNOTATIONS)]
        place = f"/api/projects/{number}/import?return_task_ids=true"
        found: list[int] = client.post(place, json=tasks).raise_for_status().json()["task_ids"]
    return found


def _annotate(part: tuple[str, list[int], dict[str, object]]) -> list[float]:
    """Return how long each annotation took, in seconds."""
    token, tasks, answer = part
    found = []
    with _client(token) as client:
        for task in tasks:
            began_s = time.perf_counter()
            client.post(f"/api/tasks/{task}/annotations/", json=answer).raise_for_status()
            found.append(time.perf_counter() - began_s)
    return found
