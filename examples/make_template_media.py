"""Makes the pictures and recordings of the templates: drawn and spoken here, free of rights.

Needs Pillow for the pictures; espeak-ng and sox for the recordings. Run it from the project's
folder: `python examples/make_template_media.py`.
"""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

TEMPLATES = Path("src/labelfield/formats/template_files")
SPEECH = {
    "one": "The train to Lima leaves at seven in the morning.",
    "two": "Please bring two apples, one lemon, and a loaf of bread.",
}
ORANGE, BLUE, GREEN, GREY = "#d9480f", "#1971c2", "#2b8a3e", "#868e96"
PAPER = "#f1f3f5"


def main() -> None:
    """Write all files."""
    _picture("image-classification/circle", lambda on: on.ellipse((45, 25, 115, 95), BLUE))
    _picture("image-classification/square", lambda on: on.rectangle((45, 25, 115, 95), ORANGE))
    _picture("image-classification/triangle", lambda on: on.polygon(_TRIANGLE, GREEN))
    _picture("detection/two", _two)
    _picture("detection/three", _three)
    _picture("detection/none", lambda _: None)
    _picture("segmentation/leaf", lambda on: on.polygon(_LEAF, GREEN))
    _picture("segmentation/stones", _stones)
    for name, words in SPEECH.items():
        _recording(TEMPLATES / "transcription" / f"{name}.ogg", words)


_TRIANGLE = [(80, 20), (120, 100), (40, 100)]
_LEAF = [(20, 60), (50, 25), (100, 20), (140, 55), (105, 85), (55, 95)]


def _two(on: ImageDraw.ImageDraw) -> None:
    on.ellipse((16, 20, 66, 70), ORANGE)
    on.rectangle((90, 50, 144, 104), BLUE)


def _three(on: ImageDraw.ImageDraw) -> None:
    on.rectangle((8, 8, 40, 40), BLUE)
    on.ellipse((60, 30, 100, 70), ORANGE)
    on.ellipse((110, 64, 154, 108), ORANGE)


def _stones(on: ImageDraw.ImageDraw) -> None:
    on.polygon([(14, 90), (30, 58), (66, 54), (80, 84), (60, 104), (24, 106)], GREY)
    on.polygon([(90, 66), (112, 40), (144, 52), (150, 84), (116, 96)], GREY)


def _picture(name: str, draw: object) -> None:
    picture = Image.new("RGB", (160, 120), PAPER)
    draw(ImageDraw.Draw(picture))  # type: ignore[operator]
    picture.quantize(16).save(TEMPLATES / f"{name}.png", optimize=True)


def _recording(file: Path, words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken.wav"
        subprocess.run(["espeak-ng", "-s", "140", "-w", spoken, words], check=True)
        subprocess.run(["sox", spoken, "-r", "11025", "-C", "0", file], check=True)


if __name__ == "__main__":
    main()
