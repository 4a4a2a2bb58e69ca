"""Where the built web page lies: `make` puts it there, the wheel carries it."""

from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
