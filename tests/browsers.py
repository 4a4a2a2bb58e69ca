"""Which browser the tests of the pages use, where there is one."""

import shutil

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is Chromium without its own windows: the same pages for half the processor's time."""


def installed_browser() -> str | None:
    """Return the path of the first of them that is installed."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)
