"""Which mutants to run, and which nobody can kill."""

import json
import random
from collections import defaultdict
from pathlib import Path

from .operators import Mutant, mutants_of
from .source import Source, read_source

EQUIVALENT = Path(__file__).with_name("equivalent.json")
_LEFT_OUT = ("src/interfaces/", "src/TestDollar.sol")


def all_sources(contracts: Path) -> dict[str, Source]:
    """Return the sources with code of ours that is deployed, by path."""
    paths = sorted(
        path.relative_to(contracts).as_posix() for path in (contracts / "src").rglob("*.sol")
    )
    kept = [path for path in paths if not path.startswith(_LEFT_OUT)]
    return {path: read_source(contracts, path) for path in kept}


def chosen_mutants(sources: dict[str, Source], count: int, seed: int) -> list[Mutant]:
    """Return `count` mutants, or all if there are fewer: of each file and operator in turn."""
    groups: dict[tuple[str, str], list[Mutant]] = defaultdict(list)
    for source in sources.values():
        for mutant in mutants_of(source):
            groups[mutant.path, mutant.operator].append(mutant)
    chance = random.Random(seed)  # noqa: S311
    waiting = [groups[key] for key in sorted(groups)]
    for group in waiting:
        chance.shuffle(group)
    chance.shuffle(waiting)
    chosen: list[Mutant] = []
    while waiting and len(chosen) < count:
        for group in waiting:
            chosen.append(group.pop())
        waiting = [group for group in waiting if group]
    return chosen[:count]


def equivalent_reasons(sources: dict[str, Source]) -> dict[tuple[str, str, str], str]:
    """Return why each listed mutant behaves like its original, by file and changed lines."""
    known = json.loads(EQUIVALENT.read_text())
    for entry in known:
        if entry["file"] not in sources or entry["line"] not in _flat(sources[entry["file"]].text):
            raise SystemExit(f"{EQUIVALENT.name} names a line that is gone: {entry}")
    return {(entry["file"], entry["line"], entry["becomes"]): entry["why"] for entry in known}


def changed_lines(mutant: Mutant, text: str) -> tuple[str, str]:
    """Return the lines that a mutant changes, before and after."""
    start = text.rfind("\n", 0, mutant.start) + 1
    end = text.find("\n", mutant.start + len(mutant.before))
    before = text[start:end]
    at = mutant.start - start
    after = before[:at] + mutant.after + before[at + len(mutant.before) :]
    return _flat(before), _flat(after)


def _flat(text: str) -> str:
    return " ".join(text.split())
