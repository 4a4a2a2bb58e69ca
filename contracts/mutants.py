"""Make mutants of the contracts and show that the tests kill each of them.

    python contracts/mutants.py [--count 150] [--seed 1] [--workers 2] [--minutes 10]
        [--least 30] [--list]

A mutant is one source with one small mistake (mutation/operators.py). Those that cannot be told
from the original stand in mutation/equivalent.json with the reason. Exit code 1 if one survives,
or if fewer than the least, else all, could be tried in the time.
"""

import argparse
import queue
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mutation.choose import all_sources, changed_lines, chosen_mutants, equivalent_reasons
from mutation.kill import Fate, Verdict, require_green, try_mutant
from mutation.operators import Mutant
from mutation.source import Source
from scratch import CONTRACTS, copy_contracts


def main() -> int:
    options = _options()
    sources = all_sources(CONTRACTS)
    known = equivalent_reasons(sources)
    mutants = chosen_mutants(sources, options.count, options.seed)
    tried = [mutant for mutant in mutants if _key(mutant, sources) not in known]
    if options.list:
        for mutant in tried:
            _say(_described(mutant, sources))
        return 0
    deadline = time.monotonic() + options.minutes * 60
    verdicts = list(_told(_try_all(tried, options.workers, deadline), sources))
    least = len(tried) if options.least is None else min(options.least, len(tried))
    return _report(verdicts, len(mutants) - len(tried), len(tried), least)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Show that the tests kill mutants.")
    parser.add_argument("--count", type=int, default=150, help="how many mutants to try")
    parser.add_argument("--seed", type=int, default=1, help="chooses them")
    parser.add_argument("--workers", type=int, default=2, help="how many at a time")
    parser.add_argument("--minutes", type=float, default=10, help="time for all of them")
    parser.add_argument("--least", type=int, help="how many must be tried; all if not said")
    parser.add_argument("--list", action="store_true", help="print them and try none")
    return parser.parse_args()


def _try_all(mutants: list[Mutant], workers: int, deadline: float) -> Iterator[Verdict]:
    """Yield a verdict for each mutant whose turn came before the deadline."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(workers) as pool:
        first = copy_contracts(Path(folder) / "0")
        timeout_s = require_green(first)
        copies: queue.SimpleQueue[Path] = queue.SimpleQueue()
        copies.put(first)
        for number in range(1, workers):
            shutil.copytree(first.parent, Path(folder) / str(number), symlinks=True)
            copies.put(Path(folder) / str(number) / "contracts")

        def turn(mutant: Mutant) -> Verdict | None:
            if time.monotonic() > deadline:
                return None
            copy = copies.get()
            try:
                return try_mutant(copy, mutant, timeout_s)
            finally:
                copies.put(copy)

        yield from (verdict for verdict in pool.map(turn, mutants) if verdict)


def _told(verdicts: Iterable[Verdict], sources: dict[str, Source]) -> Iterator[Verdict]:
    """Pass verdicts on; print each survivor at once."""
    for verdict in verdicts:
        if verdict.fate is Fate.SURVIVED:
            _say(f"SURVIVED {_described(verdict.mutant, sources)}")
        yield verdict


def _report(verdicts: list[Verdict], equivalent: int, wanted: int, least: int) -> int:
    count = {fate: sum(verdict.fate is fate for verdict in verdicts) for fate in Fate}
    _say(
        f"{count[Fate.KILLED]} mutants killed, {count[Fate.SURVIVED]} survived, "
        f"{count[Fate.STILLBORN]} do not compile, {equivalent} known as equivalent"
    )
    if len(verdicts) < wanted:
        _say(f"{wanted - len(verdicts)} were not tried: the time was over")
    return 1 if count[Fate.SURVIVED] or len(verdicts) < least else 0


def _described(mutant: Mutant, sources: dict[str, Source]) -> str:
    text = sources[mutant.path].text
    before, after = changed_lines(mutant, text)
    where = f"contracts/{mutant.path}:{mutant.line(text)}: {mutant.operator}"
    return f"{where}\n  - {before}\n  + {after}"


def _key(mutant: Mutant, sources: dict[str, Source]) -> tuple[str, str, str]:
    before, after = changed_lines(mutant, sources[mutant.path].text)
    return mutant.path, before, after


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
