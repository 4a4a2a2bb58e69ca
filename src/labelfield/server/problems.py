"""What is wrong with a requester's tasks, by names that pages say in other languages.

A refusal's details hold the name as `problem`, and the values of its sentence beside it.
"""

import re
from enum import StrEnum

from labelfield.formats.errors import FormatError


class Problem(StrEnum):
    """Faults that are of no file; the docstrings name the values."""

    BAD_NAME = "bad_name"
    """A file's name is none; `file`."""
    NOT_TEXT = "not_text"
    """A file of tasks is not text; `file`."""
    TASK_TWICE = "task_twice"
    """`key`."""
    TASK_UNFIT = "task_unfit"
    """A task does not hold what the config shows; `key`."""
    TASK_WITHOUT_FILE = "task_without_file"
    """A task names a file that was not uploaded; `key`."""
    GOLD_UNKNOWN = "gold_unknown"
    """A right answer of a task that is not there; `key`."""
    GOLD_TWICE = "gold_twice"
    """`key`."""
    GOLD_UNFIT = "gold_unfit"
    """A right answer that the config does not take; `key`."""
    PROJECT_KNOWN = "project_known"
    """A project with the same manifest is there; `project`."""
    TOO_COSTLY = "too_costly"
    NO_ROOM = "no_room"
    """The server keeps no more files that wait for drafts."""
    BAD_VALUE = "bad_value"
    """A field of the request; `field`."""
    BODY_TOO_LARGE = "body_too_large"
    """`most`, in bytes."""
    NOT_ANSWERED = "not_answered"
    """`control`, which is asked."""


def name_of(kind: type[Exception]) -> str:
    """Return `unknown_tag` for UnknownTag."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def details_of(error: FormatError) -> dict[str, object]:
    """Return what is wrong with a file, and where in it."""
    found: dict[str, object] = {"problem": f"file_{name_of(type(error))}"}
    if error.place is not None:
        found["file"] = error.place.file
        unit, _, number = error.place.position.partition(" ")
        if unit in ("line", "task") and number.isdecimal():
            found[unit] = int(number)
    if error.field is not None:
        found["field"] = error.field
    return found
