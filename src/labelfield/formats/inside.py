"""Files that a tasks file names: beside it or below, never elsewhere on the machine."""

from os.path import realpath
from pathlib import Path

from labelfield.formats.errors import InvalidField, Place


def inside(folder: Path, path: str, place: Place, field: str) -> Path:
    """Return where the file named `path` lies; raise InvalidField, blaming `place`, if outside."""
    if "://" in path:
        fix = "download the file into the folder of the tasks file and name it by its path"
        raise InvalidField(place, f"{path!r:.80} lies elsewhere", fix, field)
    found = folder / path
    if "\0" in path or not Path(realpath(found)).is_relative_to(realpath(folder)):
        fix = "move the file into the folder of the tasks file and name it by its path from there"
        raise InvalidField(place, f"{path!r:.80} is outside of {str(folder)!r}", fix, field)
    return found
