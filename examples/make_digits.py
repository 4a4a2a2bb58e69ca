"""Make the demo's handwritten digits: `python examples/make_digits.py FOLDER`.

Needs scikit-learn and Pillow (made with 1.9.1 and 13.0.0), which Labelfield itself does not:

    python -m venv /tmp/digits && /tmp/digits/bin/pip install scikit-learn pillow
    /tmp/digits/bin/python examples/make_digits.py src/labelfield/demo/data/digits
"""

import csv
import random
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

PER_CLASS = 20
SIDE = 128
MARGIN = 1
SHADES = 16
THINNING = 1.8
"""Above 1, strokes get thinner and loops open."""

# fmt: off
UNREADABLE = frozenset((
    9, 18, 69, 129, 149, 199, 209, 225, 233, 248, 269, 277, 363, 364, 521, 555, 563, 612, 630,
    639, 738, 753, 774, 794, 813, 818, 824, 861, 1024, 1037, 1048, 1062, 1071, 1152, 1180, 1210,
    1233, 1284, 1327, 1520, 1571, 1582, 1592, 1649, 1650, 1662, 1675, 1739, 1752, 1763,
))
# fmt: on
"""Images of the set, by number, that a person could take for another digit."""


def main(folder: Path) -> None:
    """Write `images/` and `tasks.csv` into `folder`."""
    digits = load_digits()
    (folder / "images").mkdir(parents=True, exist_ok=True)
    with (folder / "tasks.csv").open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("key", "image", "label"))
        for number in chosen(digits.target):
            name = f"images/{number:04d}.png"
            picture(digits.images[number]).save(folder / name, optimize=True)
            table.writerow((f"digit-{number:04d}", name, digits.target[number]))


def chosen(labels: np.ndarray) -> list[int]:
    """Return the numbers of PER_CLASS readable images of each digit, mixed."""
    numbers = list(range(len(labels)))
    generator = random.Random(2024)  # noqa: S311
    generator.shuffle(numbers)
    readable = [number for number in numbers if number not in UNREADABLE]
    found = [
        number
        for digit in range(10)
        for number in [one for one in readable if labels[one] == digit][:PER_CLASS]
    ]
    generator.shuffle(found)
    return found


def picture(cells: np.ndarray) -> Image.Image:
    """Return 8 x 8 counts of 0 to 16 as a smooth picture, dark ink on white."""
    ink = np.pad(cells / 16, MARGIN).astype(np.float32)
    smooth = Image.fromarray(ink).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    value = np.clip(np.asarray(smooth), 0, 1) ** THINNING
    crisp = value * value * (3 - 2 * value)
    shades = np.round((1 - crisp) * (SHADES - 1)) * (255 // (SHADES - 1))
    return Image.fromarray(shades.astype(np.uint8)).quantize(SHADES)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
