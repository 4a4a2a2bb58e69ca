"""What a careless hand does to a contract: each operator finds all places for one mistake."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .source import Source


@dataclass(frozen=True, slots=True)
class Mutant:
    """One source with one mistake."""

    path: str
    operator: str
    start: int
    """Where in the file the mistake begins."""
    before: str
    after: str

    def applied(self, text: str) -> str:
        """Return the file's text with the mistake in it."""
        return text[: self.start] + self.after + text[self.start + len(self.before) :]

    def line(self, text: str) -> int:
        """Return the number of the line on which the mistake begins."""
        return text.count("\n", 0, self.start) + 1


def mutants_of(source: Source) -> list[Mutant]:
    """Return every mutant of a source, in the order of the operators and of the text."""
    return [
        Mutant(source.path, name, start, source.text[start : start + length], after)
        for name, operator in OPERATORS.items()
        for start, length, after in operator(source)
        if source.text[start : start + length] != after
    ]


Change = tuple[int, int, str]
"""Start, length, and what comes instead."""

Operator = Callable[[Source], Iterator[Change]]

_COMPARISONS = {">": (">=", "<"), "<": ("<=", ">"), ">=": (">",), "<=": ("<",)}
_EQUALITIES = {"==": ("!=",), "!=": ("==",)}
_ARITHMETIC = {"+": ("-",), "-": ("+",), "*": ("/",), "/": ("*",), "%": ("/",)}
_ASSIGNMENTS = {"+=": ("-=", "="), "-=": ("+=", "=")}
_LOGIC = {"&&": ("||",), "||": ("&&",)}
_OPERATOR = re.compile(r"(?<= )(>=|<=|==|!=|\+=|-=|&&|\|\||[><+\-*/%])(?= )")
_GUARD = re.compile(
    r"if \((?:[^(){};]|\([^(){};]*(?:\([^(){};]*\)[^(){};]*)*\))*\)\s*"
    r"(?:\{\s*revert [^;]*;\s*\}|revert [^;]*;)"
)
_MODIFIER = re.compile(r"(?<=\s)(nonReentrant|only[A-Z]\w*)(?=\s*(?:\{|returns|external|private))")
_STATEMENT = re.compile(
    r"^ {8,}((?:delete [\w.\[\]]+|\+\+[\w.\[\]]+|[\w.\[\]]+ (?:=|\+=|-=) [^;{}]*"
    r"|emit \w+\([^;{}]*\)|_?[a-z]\w*(?:\.\w+)?\([^;{}]*\))\s*;)$",
    re.MULTILINE,
)
_CALL = re.compile(r"\w+\(((?:[\w.\[\]]+, )+[\w.\[\]]+)\)")
_NUMBER = re.compile(r"(?<= [+\-<>] )(\d+)(?=[;) ])|(?<=[<>]= )(\d+)(?=[;) ])")
_STRUCT = re.compile(r"struct \w+ \{([^}]*)\}")
_FIELD = re.compile(r"\b(?:mapping\([^)]*\)|\w+) (\w+);")


def _symbols(table: dict[str, tuple[str, ...]]) -> Operator:
    def changes(source: Source) -> Iterator[Change]:
        for match in _OPERATOR.finditer(source.code):
            for after in table.get(match.group(1), ()):
                yield match.start(), len(match.group()), after

    return changes


def _dropped(pattern: re.Pattern[str]) -> Operator:
    def changes(source: Source) -> Iterator[Change]:
        for match in pattern.finditer(source.code):
            group = match.lastindex or 0
            start, end = match.span(group)
            yield start, end - start, ""

    return changes


def _swapped_arguments(source: Source) -> Iterator[Change]:
    for match in _CALL.finditer(source.code):
        arguments = match.group(1).split(", ")
        for first in range(len(arguments) - 1):
            swapped = list(arguments)
            swapped[first], swapped[first + 1] = swapped[first + 1], swapped[first]
            yield match.start(1), len(match.group(1)), ", ".join(swapped)


def _numbers_one_off(source: Source) -> Iterator[Change]:
    for match in _NUMBER.finditer(source.code):
        number = match.group()
        yield match.start(), len(number), str(int(number) + 1)


def _wrong_fields(source: Source) -> Iterator[Change]:
    for struct in _STRUCT.finditer(source.code):
        fields = _FIELD.findall(struct.group(1))
        for here, after in zip(fields, fields[1:] + fields[:1], strict=True):
            for match in re.finditer(rf"(?<=\w\.){here}\b(?!\()", source.code):
                yield match.start(), len(here), after


def _negations(source: Source) -> Iterator[Change]:
    for match in re.finditer(r"(?<=[( ])!(?=[\w(])", source.code):
        yield match.start(), 1, ""


OPERATORS: dict[str, Operator] = {
    "comparison": _symbols(_COMPARISONS),
    "equality": _symbols(_EQUALITIES),
    "arithmetic": _symbols(_ARITHMETIC),
    "assignment": _symbols(_ASSIGNMENTS),
    "logic": _symbols(_LOGIC),
    "negation": _negations,
    "guard dropped": _dropped(_GUARD),
    "modifier dropped": _dropped(_MODIFIER),
    "statement dropped": _dropped(_STATEMENT),
    "arguments swapped": _swapped_arguments,
    "one off": _numbers_one_off,
    "wrong field": _wrong_fields,
}
