"""The web page: files with hashed names are kept for good, the page itself is asked for again."""

import os
import re
from typing import Any

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response

_HASHED = re.compile(r".+-[0-9A-Za-z]{8}\.(js|css)")


class PageFiles(StaticFiles):
    """Static files with the right age."""

    def file_response(self, full_path: str | os.PathLike[str], *args: Any, **kw: Any) -> Response:
        """Return a file and how long it may be kept."""
        response = super().file_response(full_path, *args, **kw)
        kept = _HASHED.fullmatch(os.path.basename(full_path)) is not None
        age = "public, max-age=31536000, immutable" if kept else "no-cache"
        response.headers["Cache-Control"] = age
        return response
