"""What answers to questions may say: one check for each kind of control."""

import math

from labelfield.labeling.config import (
    Choices,
    Node,
    Number,
    Pairwise,
    Ranker,
    Rating,
    Taxonomy,
    TextArea,
)
from labelfield.labeling.errors import InvalidAnswer
from labelfield.labeling.reading import array, distinct, exact_object, number, one_of, seen, text
from labelfield.labeling.reading import whole as whole_number
from labelfield.protocol.canonical import Json

LONGEST_TEXT = 20_000
LARGEST_NUMBER = 1e15
MOST_ITEMS = 1000

Question = Choices | Taxonomy | TextArea | Number | Rating | Pairwise | Ranker


def value_key(control: Question) -> str:
    """Return the one key of an answer's value."""
    match control:
        case TextArea():
            return "text"
        case Pairwise():
            return "selected"
    return type(control).__name__.lower()


def check_question_value(control: Question, value: Json, where: str) -> list[str]:
    """Refuse a value that does not answer `control`; return the choices it names, if any."""
    key = value_key(control)
    said = exact_object(value, (key,), where)[key]
    where = f"{where}.{key}"
    match control:
        case Choices():
            known = [choice.label for choice in control.choices]
            return distinct(said, known, where, len(known) if control.multiple else 1)
        case Taxonomy():
            return _check_paths(control, said, where)
        case TextArea():
            for place, one in enumerate(array(said, where, 1, control.most)):
                text(one, f"{where}[{place}]", LONGEST_TEXT)
        case Number():
            _check_number(control, said, where)
        case Rating():
            whole_number(said, where, 1, control.most)
        case Pairwise():
            one_of(said, ["left", "right"], where)
        case Ranker():
            _check_ranking(control, said, where)
    return []


def _check_number(control: Number, said: Json, where: str) -> None:
    low = -LARGEST_NUMBER if control.minimum is None else control.minimum
    high = LARGEST_NUMBER if control.maximum is None else control.maximum
    found = number(said, where, low, high)
    if control.step is None:
        return
    start = control.minimum or 0.0
    steps = (found - start) / control.step
    if not math.isclose(steps, round(steps), abs_tol=1e-6):
        expected = f"{start:g} and whole steps of {control.step:g}"
        raise InvalidAnswer(where, expected, seen(said))


def _check_paths(control: Taxonomy, said: Json, where: str) -> list[str]:
    most = control.most or MOST_ITEMS
    paths = [
        _check_path(control, path, f"{where}[{place}]")
        for place, path in enumerate(array(said, where, 1, most))
    ]
    if len(set(paths)) != len(paths):
        raise InvalidAnswer(where, "each path at most once", f"{len(paths)} paths")
    return [path[-1] for path in paths]


def _check_path(control: Taxonomy, path: Json, where: str) -> tuple[str, ...]:
    nodes: tuple[Node, ...] = control.nodes
    steps: list[str] = []
    for place, step in enumerate(array(path, where, 1, 64)):
        if not nodes:
            raise InvalidAnswer(f"{where}[{place}]", "the path to end before", seen(step))
        steps.append(one_of(step, [node.label for node in nodes], f"{where}[{place}]"))
        nodes = next(node.children for node in nodes if node.label == step)
    if nodes and control.leafs_only:
        raise InvalidAnswer(where, "a path to the end of a branch", f"{steps!r:.80}")
    return tuple(steps)


def _check_ranking(control: Ranker, said: Json, where: str) -> None:
    """Accept `{control: ids}` without buckets, else `{bucket: ids}` for every bucket."""
    names = tuple(bucket.name for bucket in control.buckets) or (control.name,)
    found: list[str] = []
    for name, ids in exact_object(said, names, where).items():
        least = 0 if control.buckets else 1
        for place, one in enumerate(array(ids, f"{where}.{name}", least, MOST_ITEMS)):
            found.append(text(one, f"{where}.{name}[{place}]", 200))
    if not found or len(set(found)) != len(found):
        raise InvalidAnswer(where, "items, each in one place", f"{found!r:.80}")
