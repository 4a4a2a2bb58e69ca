"""Charts as plain SVG text: colours come from the page, so that they follow light and dark."""

from collections.abc import Sequence
from html import escape

from labelfield.formats.report_figures import Promise

_WIDE, _HIGH = 640, 220
_LEFT, _RIGHT, _BOTTOM, _TOP = 44, 22, 34, 12
_ROW_NAMES, _COLUMN_NAMES = 42, 16
_LARGEST_SQUARE, _SMALLEST_WITH_NUMBER = 52, 22


def histogram(counts: Sequence[int], ends: tuple[float, float], label: str) -> str:
    """Return bars from the first to the last end, with a line at 0 if it lies between."""
    low, high = ends
    wide = (_WIDE - _LEFT - _RIGHT) / len(counts)
    most = max([*counts, 1])
    scale = (_HIGH - _TOP - _BOTTOM) / most
    step = (high - low) / len(counts)
    bars = "".join(
        f'<rect class="bar" x="{_LEFT + place * wide + 1:.1f}" '
        f'y="{_HIGH - _BOTTOM - n * scale:.1f}"'
        f' width="{wide - 2:.1f}" height="{n * scale:.1f}" rx="2">'
        f"<title>{low + place * step:.2f} to {low + (place + 1) * step:.2f}: {n}</title></rect>"
        for place, n in enumerate(counts)
    )
    ticks = "".join(
        _tick(_LEFT + (each - low) / (high - low) * (_WIDE - _LEFT - _RIGHT), f"{each:g}")
        for each in (low, 0 if low < 0 < high else (low + high) / 2, high)
    )
    zero = ""
    if low < 0 < high:
        x = _LEFT + -low / (high - low) * (_WIDE - _LEFT - _RIGHT)
        zero = f'<line class="zero" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HIGH - _BOTTOM}"/>'
    return _chart(f"{_level(0, '0')}{_level(1, str(most))}{bars}{zero}{ticks}", label)


def curve(values: Sequence[float], label: str) -> str:
    """Return values from 0 to 1 as a falling line over the share of them."""
    ordered = sorted(values, reverse=True)
    count = min(len(ordered), 300)
    wide, high = _WIDE - _LEFT - _RIGHT, _HIGH - _TOP - _BOTTOM
    points = []
    for place in range(count + 1):
        value = ordered[min(place * len(ordered) // count, len(ordered) - 1)]
        points.append(f"{_LEFT + wide * place / count:.1f},{_TOP + high * (1 - value):.1f}")
    line = " ".join(points)
    area = f"{_LEFT},{_TOP + high} {line} {_LEFT + wide},{_TOP + high}"
    levels = "".join(_level(each, f"{each:g}") for each in (0, 0.5, 1))
    ticks = "".join(_tick(_LEFT + wide * s / 100, f"{s}%") for s in (0, 25, 50, 75, 100))
    return _chart(
        f'{levels}<polygon class="area" points="{area}"/>'
        f'<polyline class="line" points="{line}"/>{ticks}',
        label,
    )


def promises(bins: Sequence[Promise], label: str) -> str:
    """Return dots at (confidence, share right), larger for more tasks, beside the diagonal."""
    wide, high = _WIDE - _LEFT - _RIGHT, _HIGH - _TOP - _BOTTOM
    most = max(each.tasks for each in bins)
    dots = "".join(
        f'<circle class="bar" cx="{_LEFT + wide * each.confidence:.1f}" '
        f'cy="{_TOP + high * (1 - each.right / each.tasks):.1f}" '
        f'r="{4 + 10 * (each.tasks / most) ** 0.5:.1f}">'
        f"<title>said {each.confidence:.0%}, right {each.right} of {each.tasks}</title></circle>"
        for each in bins
    )
    levels = "".join(_level(each, f"{each:g}") for each in (0, 0.5, 1))
    ticks = "".join(_tick(_LEFT + wide * s / 100, f"{s}%") for s in (0, 25, 50, 75, 100))
    ends = f'x1="{_LEFT}" y1="{_TOP + high}" x2="{_LEFT + wide}" y2="{_TOP}"'
    return _chart(f'{levels}<line class="zero" {ends}/>{dots}{ticks}', label)


def small_histogram(counts: Sequence[int], label: str) -> str:
    """Return bars without numbers, for a card."""
    most, wide = max([*counts, 1]), 200 / len(counts)
    bars = "".join(
        f'<rect class="bar" x="{place * wide + 1:.1f}" y="{56 - n / most * 50:.1f}"'
        f' width="{wide - 2:.1f}" height="{n / most * 50:.1f}" rx="2">'
        f"<title>{place * 100 // len(counts)} to {(place + 1) * 100 // len(counts)}%: {n}</title>"
        "</rect>"
        for place, n in enumerate(counts)
    )
    ends = '<text x="0" y="70">off</text><text x="200" y="70" text-anchor="end">agrees</text>'
    return (
        f'<svg viewBox="0 0 200 74" role="img" aria-label="{escape(label)}">{bars}'
        f'<line class="axis" x1="0" x2="200" y1="56.5" y2="56.5"/>{ends}</svg>'
    )


def matrix(counts: Sequence[Sequence[int]], names: Sequence[str], label: str) -> str:
    """Return a table of squares: a row is what the crowd says, a column what the labeler said."""
    size = len(names)
    edge = min((200 - _ROW_NAMES) / size, _LARGEST_SQUARE)
    parts = [
        _square(number, sum(numbers), (row, column), edge, names)
        for row, numbers in enumerate(counts)
        for column, number in enumerate(numbers)
    ]
    for place, name in enumerate(names):
        middle = (place + 0.5) * edge
        parts.append(
            f'<text x="{_ROW_NAMES + middle:.1f}" y="{_COLUMN_NAMES - 5}" text-anchor="middle">'
            f"{escape(_short(name, int(edge / 5)))}</text>"
            f'<text x="{_ROW_NAMES - 5}" y="{_COLUMN_NAMES + middle + 3:.1f}" text-anchor="end">'
            f"{escape(_short(name, 8))}</text>"
        )
    return (
        f'<svg class="matrix" viewBox="0 0 200 {_COLUMN_NAMES + size * edge:.0f}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def _square(
    number: int, total: int, place: tuple[int, int], edge: float, names: Sequence[str]
) -> str:
    """One square, the fuller the larger its share of the row."""
    row, column = place
    share = number / total if total else 0
    x, y = _ROW_NAMES + column * edge, _COLUMN_NAMES + row * edge
    said = f"crowd {names[row]}, answered {names[column]}: {number}"
    text = ""
    if number and edge >= _SMALLEST_WITH_NUMBER:
        shade = ' class="on"' if share > 0.5 else ""
        text = (
            f'<text{shade} x="{x + edge / 2:.1f}" y="{y + edge / 2 + 3:.1f}"'
            f' text-anchor="middle">{number}</text>'
        )
    return (
        f'<rect class="{"right" if row == column else "wrong"}" x="{x + 1:.1f}" y="{y + 1:.1f}" '
        f'width="{edge - 2:.1f}" height="{edge - 2:.1f}" rx="3" '
        f'fill-opacity="{0.08 + 0.92 * share:.2f}"><title>{escape(said)}</title></rect>{text}'
    )


def _short(name: str, most: int) -> str:
    """As much of a name as there is room for."""
    most = max(most, 2)
    return name if len(name) <= most else name[: most - 1] + "…"


def _chart(inside: str, label: str) -> str:
    """A chart over the width of the page."""
    return (
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" aria-label="{escape(label)}">{inside}</svg>'
    )


def _level(share: float, text: str) -> str:
    """A horizontal line with its number."""
    y = _TOP + (_HIGH - _TOP - _BOTTOM) * (1 - share)
    return (
        f'<line class="axis" x1="{_LEFT}" x2="{_WIDE - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{text}</text>'
    )


def _tick(x: float, text: str) -> str:
    """A number under the chart."""
    return f'<text x="{x:.1f}" y="{_HIGH - 12}" text-anchor="middle">{escape(text)}</text>'
