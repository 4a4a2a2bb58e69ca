"""Play the invariant suites with new random seeds until enough calls were made.

    python contracts/fuzz.py [--calls 5000000] [--seed 1]

The first round runs every test of the deep profile, the others the invariants alone. Exit code 1
at the first failure; forge prints the seed and the shortest sequence of calls that it found.
"""

import argparse
import os
import re
import subprocess
import sys

from scratch import CONTRACTS

_CALLS = re.compile(r"\(runs: \d+, calls: (\d+), reverts: \d+\)")
_INVARIANTS = ["--match-test", "^invariant_"]


def main() -> int:
    parser = argparse.ArgumentParser(description="Play the invariant suites.")
    parser.add_argument("--calls", type=int, default=5_000_000, help="how many calls at least")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first round")
    options = parser.parse_args()
    made, seed = 0, options.seed
    while made < options.calls:
        calls = _play(seed, [] if seed == options.seed else _INVARIANTS)
        if calls == 0:
            return 1
        made += calls
        seed += 1
        sys.stdout.write(f"{made:,} of {options.calls:,} calls\n")
        sys.stdout.flush()
    return 0


def _play(seed: int, which: list[str]) -> int:
    """Return how many calls a round made; 0 if a test failed or none was played."""
    deep = os.environ | {"FOUNDRY_PROFILE": "deep", "FOUNDRY_FUZZ_SEED": str(seed)}
    command = ["./forge", "test", "--color", "never", *which]
    done = subprocess.run(
        command, cwd=CONTRACTS, env=deep, stdout=subprocess.PIPE, text=True, check=False
    )
    calls = sum(map(int, _CALLS.findall(done.stdout)))
    if done.returncode or not calls:
        sys.stdout.write(done.stdout)
        return 0
    return calls


if __name__ == "__main__":
    sys.exit(main())
