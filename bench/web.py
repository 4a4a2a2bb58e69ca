"""What the page weighs for each kind of task, and what a thousand boxes cost.

    python bench/web.py          (needs node and Chromium: make install chromium)

Sizes are gzip's, of what a first visit to a task of that kind fetches, media left out. Label
Studio's editor for comparison, measured apart: 673 to 1,803 KB, 1,000 boxes ready in 3.8 s.
"""

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
WEB = ROOT / "web"
ASSETS = ROOT / "src/labelfield/server/assets"
FIRST_LOAD = 60_000
ANY_TASK = 120_000
SLOWED = 4
BOXES = 1_000
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
    entry = [ASSETS / name for name in re.findall(r"labeler-\w+\.(?:js|css)", _page())]
    first = _with_imports([ASSETS / "index.html", *entry])
    print(f"{'first load':64} {_size(first):8,} B gz   (ceiling {FIRST_LOAD:,})")
    styles = next(ASSETS.glob("tools-*.css"))
    for kinds, tools in TOOLS.items():
        parts = [next(ASSETS.glob(f"{tool}-*.js")) for tool in ("editor", *tools)]
        whole = first | _with_imports([styles, *parts])
        print(f"{kinds:64} {_size(whole):8,} B gz   (ceiling {ANY_TASK:,})")
    subprocess.run(["node", "build.mjs", "--tests"], cwd=WEB, check=True)
    for boxes, slowed in ((10, SLOWED), (BOXES, SLOWED), (BOXES, 1)):
        print(_crowded(boxes, slowed))


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


def _crowded(boxes: int, slowed: int) -> str:
    command = ["node", ".cache/browser/crowded.mjs", str(boxes), str(slowed)]
    done = subprocess.run(command, cwd=WEB, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    ready, move = found["ready_ms"], found["move_ms"]
    return (
        f"{boxes:5,} boxes, processor {slowed} times slower: ready {ready:5.0f} ms after the task, "
        f"script of a pointer move {move:.1f} ms (median of 60)"
    )


if __name__ == "__main__":
    assert shutil.which("node"), "node is not on the PATH"
    main()
