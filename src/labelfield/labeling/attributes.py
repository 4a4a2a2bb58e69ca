"""Reading one tag's attributes: each is asked for by its kind, and what nobody asked is refused."""

import re

from labelfield.labeling.errors import InvalidAttribute, UnknownAttribute
from labelfield.labeling.xml_tree import Element

MAX_NAME = 64
MAX_TEXT = 1000

_FIELD = re.compile(r"\$[A-Za-z0-9_-]{1,64}")


class Attributes:
    """A tag's attributes, crossed out as they are read."""

    def __init__(self, element: Element) -> None:
        self._element = element
        self._unread = dict(element.attributes)

    def has(self, name: str) -> bool:
        """Say whether the tag has the attribute."""
        return name in self._element.attributes

    def text(self, name: str) -> str:
        """Return a text that people can read and that is not empty."""
        value = self._unread.pop(name, None)
        if value is None:
            raise self._invalid(f"{name} is missing")
        if not value.strip() or not value.isprintable() or len(value) > MAX_TEXT:
            expected = f"1 to {MAX_TEXT} printable characters, not all spaces"
            raise self._invalid(f"{name}={value!r:.60}: expected {expected}")
        return value

    def name(self, name: str) -> str:
        """Return a name that tags are referred to by."""
        value = self.text(name)
        if len(value) > MAX_NAME or "," in value or " " in value:
            expected = f"a name of up to {MAX_NAME} characters without spaces and commas"
            raise self._invalid(f"{name}={value!r:.60}: expected {expected}")
        return value

    def field(self, name: str) -> str:
        """Return the task field that a `$field` value refers to."""
        value = self.text(name)
        if not _FIELD.fullmatch(value):
            expected = "'$' and a field of the task's data (letters, digits, '_', '-')"
            raise self._invalid(f"{name}={value!r:.60}: expected {expected}")
        return value[1:]

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """Return one of the `allowed` values, `default` when the attribute is missing."""
        value = self._unread.pop(name, default)
        if value not in allowed:
            raise self._invalid(f"{name}={value!r:.60}: expected one of {', '.join(allowed)}")
        return value

    def flag(self, name: str) -> bool:
        """Return a truth spelled `true` or `false`, false when the attribute is missing."""
        return self.one_of(name, ("true", "false"), "false") == "true"

    def finish(self, dropped: str) -> None:
        """Raise UnknownAttribute for what was not read, save the decoration named in `dropped`."""
        for name in sorted(self._unread.keys() - set(dropped.split())):
            problem = f"attribute {name!r:.60} of {self._element.tag} is not supported"
            raise UnknownAttribute(problem, self._element.line)

    def _invalid(self, problem: str) -> InvalidAttribute:
        return InvalidAttribute(f"{self._element.tag} {problem}", self._element.line)
