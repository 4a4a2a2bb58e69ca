"""Taking a stranger's answer apart: every refusal says where, what was expected, what came."""

from labelfield.labeling.errors import InvalidAnswer
from labelfield.protocol.canonical import Json


def exact_object(value: Json, keys: tuple[str, ...], where: str) -> dict[str, Json]:
    """Return an object that has exactly these keys."""
    expected = f"an object with exactly {', '.join(keys)}"
    if not isinstance(value, dict):
        raise InvalidAnswer(where, expected, seen(value))
    if value.keys() != set(keys):
        raise InvalidAnswer(where, expected, f"the keys {', '.join(map(str, value)):.120}")
    return value


def array(value: Json, where: str, least: int, most: int) -> list[Json]:
    """Return an array of a length within bounds."""
    if not isinstance(value, list) or not least <= len(value) <= most:
        number = str(least) if least == most else f"{least} to {most}"
        raise InvalidAnswer(where, f"an array of {number}", seen(value))
    return value


def number(value: Json, where: str, least: float, most: float) -> float:
    """Return a finite number within bounds."""
    if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
        return value
    raise InvalidAnswer(where, f"a number from {least:g} to {most:g}", seen(value))


def whole(value: Json, where: str, least: int, most: int) -> int:
    """Return an integer within bounds, spelled as one."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise InvalidAnswer(where, f"a whole number from {least} to {most}", seen(value))
    return value


def text(value: Json, where: str, longest: int) -> str:
    """Return a text that is not blank."""
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        expected = f"text of up to {longest} characters, not all spaces"
        raise InvalidAnswer(where, expected, seen(value))
    return value


def expect(where: str, expected: Json, found: Json) -> None:
    """Refuse anything but one value."""
    if found != expected or isinstance(found, bool) != isinstance(expected, bool):
        raise InvalidAnswer(where, repr(expected), seen(found))


def one_of(value: Json, known: list[str], where: str) -> str:
    """Return one of the texts that are known."""
    if not isinstance(value, str) or value not in known:
        raise InvalidAnswer(where, f"one of {', '.join(map(repr, known)):.200}", seen(value))
    return value


def distinct(values: Json, known: list[str], where: str, most: int) -> list[str]:
    """Return one or more of the texts that are known, none of them twice."""
    found = [
        one_of(value, known, f"{where}[{place}]")
        for place, value in enumerate(array(values, where, 1, most))
    ]
    if len(set(found)) != len(found):
        raise InvalidAnswer(where, "each at most once", f"{found!r:.80}")
    return found


def seen(value: Json) -> str:
    """Spell a stranger's value short enough to print."""
    if isinstance(value, dict | list):
        return f"{'an object' if isinstance(value, dict) else 'an array'} of {len(value)}"
    return f"{value!r:.80}"
