"""Reading one tag's attributes: each is asked for by its kind, and what nobody asked is refused."""

import re

from labelfield.labeling.errors import InvalidAttribute, UnknownAttribute
from labelfield.labeling.xml_tree import Element

MAX_NAME = 64
MAX_TEXT = 1000

_FIELD = re.compile(r"\$[A-Za-z0-9_-]{1,64}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
_COLOR = re.compile(r"#([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})|[A-Za-z]{3,24}")


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

    def optional(self, name: str) -> str | None:
        """Return a text, None when the attribute is missing or empty."""
        if not self._unread.get(name, "").strip():
            self._unread.pop(name, None)
            return None
        return self.text(name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return what commas part, none when the attribute is missing."""
        whole = self.optional(name)
        return () if whole is None else tuple(part.strip() for part in whole.split(","))

    def color(self, *names: str) -> str | None:
        """Return the first colour of these attributes, None when all are missing."""
        found = [color for name in names if (color := self.optional(name)) is not None]
        for color in found:
            if not _COLOR.fullmatch(color):
                raise self._invalid(f"colour {color!r:.60}: expected a name, or '#' and digits")
        return found[0] if found else None

    def number(self, name: str) -> float | None:
        """Return a number spelled without exponent, None when the attribute is missing."""
        value = self.optional(name)
        if value is None:
            return None
        if not _NUMBER.fullmatch(value):
            raise self._invalid(f"{name}={value!r:.60}: expected a number such as 5 or 0.25")
        return float(value) + 0.0

    def whole(self, name: str, least: int, most: int, default: int) -> int:
        """Return a whole number within bounds."""
        value = self.number(name)
        if value is None:
            return default
        if not value.is_integer() or not least <= value <= most:
            raise self._invalid(f"{name}={value:g}: expected a whole number from {least} to {most}")
        return int(value)

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

    def flag(self, name: str, default: str = "false") -> bool:
        """Return a truth spelled `true` or `false`."""
        return self.one_of(name, ("true", "false"), default) == "true"

    def finish(self, dropped: str) -> None:
        """Raise UnknownAttribute for what was not read, save the decoration named in `dropped`."""
        for name in sorted(self._unread.keys() - set(dropped.split())):
            problem = f"attribute {name!r:.60} of {self._element.tag} is not supported"
            raise UnknownAttribute(problem, self._element.line, name[:60])

    def _invalid(self, problem: str) -> InvalidAttribute:
        return InvalidAttribute(f"{self._element.tag} {problem}", self._element.line)
