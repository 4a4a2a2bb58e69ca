"""Imports and exports of a million rows, whole: seconds and memory, beside a plain version.

The imports are `labelfield project create tasks.jsonl` against a running server, as a dry run and
whole: files read and checked, sent in pieces, checked again, published and stored. Exports are what
`labelfield project export` does once it has read a project: the dataset, its certificate, the
counts. The plain version reads or writes the same rows by the standard library alone, checks
nothing and keeps everything in memory: what is lost by checking and won by streaming. Each case
runs in a process of its own. `python bench/formats.py [ROWS]`.
"""

import contextlib
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from labelfield.cli.main import main as labelfield
from labelfield.demo.server_process import running_server
from labelfield.formats.certificate import Origin
from labelfield.formats.exports.items import Finished, stream_items
from labelfield.formats.templates import template
from labelfield.requesting.exporting import export
from labelfield.requesting.finished import Published

ROWS = 1_000_000
ANSWERS = 3
CONFIG = template("classification").config
EXPORTS = ("parquet", "jsonl", "csv", "label-studio")
CASES = ("import jsonl", "create jsonl", "import jsonl plain", *EXPORTS, "jsonl plain")


def main() -> None:
    """Print a table of all cases, or run the one that is named."""
    if len(sys.argv) == 4:
        run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    print(f"{rows:,} rows with {ANSWERS} answers each")
    print(f"{'case':<24}{'seconds':>9}{'MB':>8}{'MB written':>12}")
    with (
        tempfile.TemporaryDirectory(prefix="labelfield-formats-") as name,
        running_server(Path(name) / "home") as server,
    ):
        folder = Path(name)
        make(folder, rows)
        os.environ["LABELFIELD_HOME"] = str(server.home)
        for case in CASES:
            words = [sys.executable, __file__, case, folder, folder / "out"]
            said = subprocess.run(words, check=True, capture_output=True, text=True)
            seconds, megabytes, written = said.stdout.split()
            print(f"{case:<24}{float(seconds):>9.1f}{megabytes:>8}{written:>12}", flush=True)
        print(f"{'the server, at most':<33}{server_megabytes(server.home):>8}")


def make(folder: Path, rows: int) -> None:
    """Write a million tasks, and the two files of the dataset that came of them."""
    labels = ("positive", "negative", "neither")
    with (
        (folder / "tasks.jsonl").open("w") as tasks,
        (folder / "labels.jsonl").open("wb") as found,
        (folder / "answers.jsonl").open("wb") as given,
    ):
        for number in range(rows):
            review = f"Review {number}: it boils in a minute and is quiet, but the lid is loose."
            key, label = f"t{number}", labels[number % 3]
            tasks.write(json.dumps({"key": key, "review": review}) + "\n")
            result = [{"from_name": "sentiment", "to_name": "review", "type": "choices",
                       "value": {"choices": [label]}}]  # fmt: skip
            row = {"answers": ANSWERS, "confidence": "0.9876", "data": {"review": review},
                   "key": key, "label": label, "result": result,
                   "task_id": f"0x{number:064x}"}  # fmt: skip
            found.write(json.dumps(row, separators=(",", ":")).encode() + b"\n")
            for place in range(ANSWERS):
                line = {"key": key, "label": label, "labeler": f"labeler-{place:012x}",
                        "result": result, "sequence": number + 1}  # fmt: skip
                given.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")


def run(case: str, folder: Path, out: Path) -> None:
    """Do one case; print seconds, the process's largest memory and the output's size."""
    began_s = time.perf_counter()
    if case == "import jsonl":
        count = "all usable" in create(folder, "--dry-run")
    elif case == "create jsonl":
        count = "next      labelfield project fund" in create(folder)
    elif case == "import jsonl plain":
        count = len([json.loads(line) for line in (folder / "tasks.jsonl").open()])
    elif case == "jsonl plain":
        count = plain(folder, out)
    else:
        origin = Origin(31_337, "0x" + "11" * 20, 1, "0x" + "22" * 32, "folder:/", 1)
        finished = Finished(CONFIG, lambda: items(folder))
        count = export(Published(finished, origin, ()), case, out).answers
    seconds = time.perf_counter() - began_s
    assert count
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{seconds:.2f} {largest} {out.stat().st_size // 10**6 if out.exists() else 0}")


def create(folder: Path, *more: str) -> str:
    """Run the command that makes a draft; return what it says."""
    sys.argv = ["labelfield", "project", "create", str(folder / "tasks.jsonl")]
    sys.argv += ["--template", "classification", *more]
    with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.suppress(SystemExit):
        labelfield()
    return said.getvalue()


def server_megabytes(home: Path) -> int:
    """Return the largest memory that the server had."""
    pid = json.loads((home / "server.json").read_text())["pid"]
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def items(folder: Path) -> Iterator:
    """Yield the dataset's items, both files open."""
    with (
        (folder / "labels.jsonl").open("rb") as rows,
        (folder / "answers.jsonl").open("rb") as said,
    ):
        yield from stream_items(rows, said)


def plain(folder: Path, out: Path) -> int:
    """Join the two files in memory and write them as JSON lines."""
    rows = {row["key"]: row for row in map(json.loads, (folder / "labels.jsonl").open())}
    for line in map(json.loads, (folder / "answers.jsonl").open()):
        rows[line["key"]].setdefault("given", []).append(line)
    with out.open("w") as target:
        target.writelines(json.dumps(row) + "\n" for row in rows.values())
    return len(rows)


if __name__ == "__main__":
    main()
