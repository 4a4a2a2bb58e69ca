"""AI data labeling on chain: instant micropayments, proven quality, a record to recompute.

    import labelfield as lf

    job = lf.connect().create("reviews.csv", template="classification")
    project = job.fund()

Names are resolved when they are first used, so that importing the package stays fast;
`__init__.pyi` tells type checkers what they are.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_PLACES = {
    "Connection": "labelfield.requesting.connection",
    "Job": "labelfield.requesting.job",
    "Project": "labelfield.requesting.project",
    "Template": "labelfield.formats.templates",
    "connect": "labelfield.requesting.connection",
    "template": "labelfield.formats.templates",
    "templates": "labelfield.formats.templates",
}

__all__ = ["builder", *_PLACES]  # noqa: PLE0604 - names above


def __getattr__(name: str) -> Any:
    if name == "builder":
        return import_module("labelfield.labeling.builder")
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module 'labelfield' has no attribute {name!r}")
