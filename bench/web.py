"""What the page weighs and how fast it is on a cheap phone and a slow line.

    make bench-web          (needs node and Chromium: make install chromium)

Sizes are gzip's, of what a first visit to a task of that kind fetches, media left out. Label
Studio's editor for comparison, measured apart: 673 to 1,803 KB, 1,000 boxes ready in 3.8 s.
"""

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
WEB = ROOT / "web"
ASSETS = ROOT / "src/labelfield/server/assets"
FIRST_LOAD = 60_000
ANY_TASK = 120_000
SLOWED = 4
BOXES = 1_000
READY_MS = {"1.6 Mb/s, 300 ms": 1_500, "400 kb/s, 300 ms": 3_000}
NEXT_MS = 50
STORED_MS = 20
BOXES_MS = 300
MOVE_MS = 8
TOOLS = {
    "choices, taxonomy, text, number, rating, pair, ranking, chat": (),
    "boxes, ellipses, polygons, points, masks": ("picture",),
    "spans, paragraphs": ("plain_text",),
    "hypertext": ("hypertext",),
    "audio": ("sound",),
    "video": ("film",),
}
_IMPORT = re.compile(r"""from\s*["']\./([\w.-]+)["']|import\s*["']\./([\w.-]+)["']""")


def main() -> None:
    """Print both tables."""
    names = re.findall(r"(?:labeler|language|chunk)-\w+\.(?:js|css)", _page())
    entry = [ASSETS / name for name in names] + [_english("app.play_money")]
    first = _with_imports([ASSETS / "index.html", *entry])
    print(f"{'first load':64} {_size(first):8,} B gz   (ceiling {FIRST_LOAD:,})")
    extras = [next(ASSETS.glob("tools-*.css")), _english("tool.undo")]
    for kinds, tools in TOOLS.items():
        parts = [next(ASSETS.glob(f"{tool}-*.js")) for tool in ("editor", *tools)]
        whole = first | _with_imports([*extras, *parts])
        print(f"{kinds:64} {_size(whole):8,} B gz   (ceiling {ANY_TASK:,})")
    subprocess.run(["node", "build.mjs", "--tests"], cwd=WEB, check=True)
    _print_speed()
    for boxes, slowed in ((10, SLOWED), (BOXES, SLOWED), (BOXES, 1)):
        print(_crowded(boxes, slowed))


def _english(sentence: str) -> Path:
    """Return the file of English sentences in which this one is."""
    return next(path for path in ASSETS.glob("en-*.js") if f'"{sentence}"' in path.read_text())


def _page() -> str:
    return (ASSETS / "index.html").read_text()


def _with_imports(files: list[Path]) -> set[Path]:
    found: set[Path] = set()
    waiting = list(files)
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        if path.suffix == ".js":
            names = _IMPORT.findall(path.read_text())
            waiting += [ASSETS / (one or other) for one, other in names]
    return found


def _size(files: set[Path]) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)


def _print_speed() -> None:
    found = _measured("speed.mjs")
    for line, ready in found["ready"].items():
        for what, took in ready.items():
            print(f"{line}: {what} {took:,.0f} (ceiling {READY_MS[line]:,})")
    print(f"next task shown after {found['next_ms']:.0f} ms (ceiling {NEXT_MS})")
    print(f"key press to stored answer {found['stored_ms']:.1f} ms (ceiling {STORED_MS})")
    print(f"processor time of an answer {found['worked_ms']:.1f} ms, not slowed")


def _measured(script: str, *arguments: str) -> dict[str, Any]:
    command = ["node", f".cache/browser/{script}", *arguments]
    done = subprocess.run(command, cwd=WEB, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _crowded(boxes: int, slowed: int) -> str:
    found = _measured("crowded.mjs", str(boxes), str(slowed))
    ready, move = found["ready_ms"], found["move_ms"]
    return (
        f"{boxes:5,} boxes, processor {slowed} times slower: ready {ready:5.0f} ms after the task, "
        f"(ceiling {BOXES_MS}), processor {found['worked_ms']:.0f} ms, "
        f"script of a pointer move {move:.1f} ms (ceiling {MOVE_MS})"
    )


if __name__ == "__main__":
    assert shutil.which("node"), "node is not on the PATH"
    main()
