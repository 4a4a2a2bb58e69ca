"""Every proof has a seeded fault that it must find, and every fault is a change of today's code."""

import json
import re
import tomllib
from pathlib import Path

import pytest

FAULTS = Path(__file__).parents[2] / "contracts/prove/faults.json"


def faults() -> list[dict[str, str]]:
    return json.loads(FAULTS.read_text())


def test_every_proof_has_a_fault() -> None:
    proofs = {
        name
        for file in FAULTS.parent.glob("*.t.sol")
        for name in re.findall(r"function (check_\w+)\(", file.read_text())
    }
    assert {fault["proof"] for fault in faults()} == proofs


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault["proof"])
def test_a_fault_changes_one_place(root: Path, fault: dict[str, str]) -> None:
    text = (root / "contracts" / fault["file"]).read_text()
    assert text.count(fault["before"]) == 1
    assert fault["before"] != fault["after"]


def test_what_is_proved_is_compiled_as_it_is_deployed(root: Path) -> None:
    profiles = tomllib.loads((root / "contracts/foundry.toml").read_text())["profile"]
    (deployed,) = profiles["default"]["additional_compiler_profiles"]
    proved = profiles["prove"]
    for setting in ("optimizer", "optimizer_runs", "via_ir"):
        assert proved[setting] == deployed[setting]
