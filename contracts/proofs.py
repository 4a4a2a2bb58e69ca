"""Prove what must hold of the contracts' compiled code, and that each proof could fail.

    python contracts/proofs.py             the proofs, with halmos
    python contracts/proofs.py --faults    then each seeded fault must break the proof it names

The proofs lie in contracts/prove/, the faults in prove/faults.json: one change of a source and the
proof that must find it. halmos runs in an environment of its own (make installs it).
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from scratch import CONTRACTS, copy_contracts

HALMOS = CONTRACTS.parent / ".tools" / "halmos" / "bin" / "halmos"
FAULTS = CONTRACTS / "prove" / "faults.json"
OUTPUT = Path("cache") / "prove"
TIMEOUT_S = 600

_COUNTEREXAMPLE = 1
"""halmos's code of a proof with a path that ends in a failed assertion."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A change of a source that one proof must find."""

    file: str
    before: str
    after: str
    proof: str


def main(arguments: list[str]) -> int:
    results = _prove(CONTRACTS, "check_")
    unproved = [name for name, code in results.items() if code != 0]
    for name in unproved:
        _say(f"NOT PROVED: {name}")
    if unproved or not results:
        return 1
    _say(f"{len(results)} proofs hold for every input")
    return _seed_faults(set(results)) if arguments == ["--faults"] else 0


def _seed_faults(proofs: set[str]) -> int:
    faults = [Fault(**entry) for entry in json.loads(FAULTS.read_text())]
    silent = proofs - {fault.proof for fault in faults}
    for proof in sorted(silent):
        _say(f"NO FAULT IS SEEDED FOR {proof}")
    missed = 0
    with ThreadPoolExecutor(2) as pool:
        for fault, is_found in zip(faults, pool.map(_is_found, faults), strict=True):
            missed += not is_found
            verdict = "finds" if is_found else "DOES NOT FIND"
            _say(f"{fault.proof} {verdict} {fault.before} -> {fault.after}")
    _say(f"{len(faults) - missed} of {len(faults)} seeded faults are found")
    return 1 if silent or missed else 0


def _is_found(fault: Fault) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        contracts = copy_contracts(Path(folder))
        source = contracts / fault.file
        text = source.read_text()
        if text.count(fault.before) != 1:
            raise SystemExit(f"{FAULTS.name}: not once in {fault.file}: {fault.before}")
        source.write_text(text.replace(fault.before, fault.after))
        for file in (contracts / "prove").glob("*.t.sol"):
            if f" {fault.proof}(" not in file.read_text():
                file.unlink()  # or else the whole of the contracts is compiled for a library
        return _prove(contracts, fault.proof, "--early-exit").get(fault.proof) == _COUNTEREXAMPLE


def _prove(contracts: Path, prefix: str, *options: str) -> dict[str, int]:
    """Return halmos's code for each proof whose name starts with `prefix`."""
    (contracts / OUTPUT).mkdir(parents=True, exist_ok=True)
    answer = contracts / OUTPUT / "halmos.json"
    answer.unlink(missing_ok=True)
    command = [str(HALMOS), "--forge-build-out", str(OUTPUT / "out"), "--no-status"]
    command += ["--solver-timeout-assertion", "120s"]
    command += ["--function", prefix, "--json-output", str(answer), *options]
    done = subprocess.run(
        command,
        cwd=contracts,
        env=_environment(contracts),
        timeout=TIMEOUT_S,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if contracts == CONTRACTS or not answer.exists():
        _say(done.stdout)
    if not answer.exists():
        raise SystemExit("halmos gave no answer")
    found = json.loads(answer.read_text())["test_results"].values()
    codes = {
        result["name"].split("(")[0]: int(result["exitcode"])
        for results in found
        for result in results
    }
    if done.returncode and not any(codes.values()):  # a setUp failed: its proofs did not run
        _say(done.stdout)
        raise SystemExit("halmos did not run every proof")
    return codes


def _environment(contracts: Path) -> dict[str, str]:
    path = f"{contracts}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": path, "FOUNDRY_PROFILE": "prove", "NO_COLOR": "1"}


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
