"""Runs the tests on one mutant after the other, in a copy that keeps what is compiled."""

import os
import subprocess
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from .operators import Mutant

TIMEOUT_S = 300.0
"""The least that a mutant is given; one that loops runs out of gas long before."""


GAS = "Gas"
"""Tests named so measure optimized code; mutants are not optimized."""


class Fate(Enum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    STILLBORN = "does not compile"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A mutant and what became of it."""

    mutant: Mutant
    fate: Fate
    by: str
    """The failing test, or what the compiler said."""


def require_green(contracts: Path) -> float:
    """Stop unless the copy's tests pass without a mutant; compiles what mutants will reuse.

    Return how long a mutant may take, in seconds: however slow the machine is, only one that never
    ends takes longer.
    """
    started = time.monotonic()
    done = _run_tests(contracts, None)
    if done.returncode:
        raise SystemExit(f"the tests fail without any mutant:\n{done.stdout[-4000:]}")
    return max(TIMEOUT_S, 3 * (time.monotonic() - started))


def try_mutant(contracts: Path, mutant: Mutant, timeout_s: float) -> Verdict:
    """Say whether the tests notice a mutant in the copy at `contracts`; restore the copy."""
    path = contracts / mutant.path
    text = path.read_text()
    path.write_text(mutant.applied(text))
    try:
        done = _run_tests(contracts, timeout_s)
    except subprocess.TimeoutExpired:
        return Verdict(mutant, Fate.KILLED, f"no end within {timeout_s:.0f} s")
    finally:
        path.write_text(text)
    if done.returncode == 0:
        return Verdict(mutant, Fate.SURVIVED, "")
    output = done.stdout + done.stderr
    if "Compiler run failed" in output:
        return Verdict(mutant, Fate.STILLBORN, _first(output, "Error"))
    return Verdict(mutant, Fate.KILLED, _first(output, "[FAIL"))


def _run_tests(contracts: Path, timeout_s: float | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["./forge", "test", "--fail-fast", "--color", "never", "--no-match-contract", GAS],
        cwd=contracts,
        env=os.environ | {"FOUNDRY_PROFILE": "mutants", "FOUNDRY_FUZZ_SEED": "1"},
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )


def _first(output: str, word: str) -> str:
    lines = [line.strip() for line in output.splitlines() if word in line]
    return lines[0] if lines else output.strip()[-200:]
