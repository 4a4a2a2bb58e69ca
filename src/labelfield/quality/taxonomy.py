"""Places in a tree of classes: partial credit along the path, consensus as deep as votes reach.

A labeler's whole answer to a task is one set of paths, each from the root down; usually one path.
Two answers agree as far as the nodes on their paths are the same, ancestors included: the
hierarchical F-measure of Kiritchenko, Matwin and Famili (2005).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from labelfield.quality.agreement import NO_GOLD, Given, Judged, Kind, Weighted, judge
from labelfield.quality.answer_errors import MalformedLabels
from labelfield.quality.multilabel import shared_labels
from labelfield.quality.tables import ONE

MAXIMUM_PATHS = 1000
MAXIMUM_DEPTH = 64

CHANCE_REFERENCES = 256

Path = tuple[str, ...]
Paths = tuple[Path, ...]


def paths_of(paths: Iterable[Sequence[str]]) -> Paths:
    """Return one answer: its paths sorted, each once, without those that another goes on from."""
    found = {_path(path) for path in paths}
    if len(found) > MAXIMUM_PATHS:
        raise MalformedLabels(sorted(found)[:3], f"at most {MAXIMUM_PATHS} paths")
    return _ends(found)


def judge_taxonomy(
    answers: Sequence[Given[Paths]], gold: Mapping[str, Paths] = NO_GOLD
) -> Judged[Paths]:
    """Return consensus paths, scores and weights; values are those of `paths_of`."""
    for answer in answers:
        if answer.value != paths_of(answer.value):
            raise MalformedLabels(answer.value, "paths as paths_of returns them")
    return judge(answers, _KIND, gold)


def path_agreement(one: Paths, other: Paths) -> int:
    """Return 2 × shared nodes / nodes of both, ancestors included, Q16; 65536 for equal answers."""
    return ONE if one == other else shared_labels(sorted(_nodes(one)), sorted(_nodes(other)))


def deepest_paths(weighted: Sequence[Weighted[Paths]]) -> Paths:
    """Return the deepest nodes that more than half of the weight lies on or below.

    Nobody may have stopped there: then the heaviest child is followed (the first of equals) to a
    node where somebody did. Without any node of half the weight this begins at the root, unless
    the empty answer is as heavy as the heaviest first node.
    """
    total = sum(weight for _, weight in weighted)
    empty = sum(weight for paths, weight in weighted if not paths)
    votes: Counter[Path] = Counter()
    for paths, weight in weighted:
        for node in _nodes(paths):
            votes[node] += weight
    stops = {path for paths, _ in weighted for path in paths}
    kept = {node for node, vote in votes.items() if 2 * vote > total}
    if not kept and max((votes[path[:1]] for path in stops), default=0) <= empty:
        return ()
    begun = _ends(kept) or ((),)
    return _ends({_down(node, votes, stops) for node in begun})


def _down(node: Path, votes: Counter[Path], stops: Set[Path]) -> Path:
    """The node itself if somebody stopped there, else on along the heaviest child."""
    while node not in stops:
        children = (each for each in votes if len(each) == len(node) + 1 and each[:-1] == node)
        node = min(children, key=lambda child: (-votes[child], child))
    return node


def _nodes(paths: Paths) -> set[Path]:
    """Every node on the paths."""
    return {path[:depth] for path in paths for depth in range(1, len(path) + 1)}


def _ends(paths: Set[Path]) -> Paths:
    """The paths that no other goes on from, sorted."""
    inner = {path[:depth] for path in paths for depth in range(1, len(path))}
    return tuple(sorted(set(paths) - inner))


def _path(steps: Sequence[str]) -> Path:
    """A path; raise unless it is one step or more, each of them text."""
    path = tuple(steps)
    if isinstance(steps, str) or not all(isinstance(step, str) and step for step in path):
        raise MalformedLabels(steps, "a path of steps that are text, none of them empty")
    if not 1 <= len(path) <= MAXIMUM_DEPTH:
        raise MalformedLabels(steps, f"a path of 1 to {MAXIMUM_DEPTH} steps")
    return path


_KIND: Kind[Paths] = Kind(
    agreement=path_agreement,
    merge=deepest_paths,
    key=lambda paths: paths,
    references=CHANCE_REFERENCES,
)
