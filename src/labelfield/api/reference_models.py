"""What travels when the server is to fetch a requester's file itself."""

from typing import Annotated, Literal

from pydantic import Field

from labelfield.api.models import Wire


class ReferenceRequest(Wire):
    """Where a file lies: `https://…`, `s3://BUCKET/KEY` (public), `greenfield://NETWORK/…`."""

    url: Annotated[str, Field(min_length=1, max_length=2_000)]
    kind: Literal["file", "image", "audio", "video"]


class Fetched(Wire):
    """A file's text, or the name under which tasks show the image or recording."""

    name: str
    content: str | None
