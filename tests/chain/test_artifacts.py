"""The committed artifacts are whole; `make lint` compiles the sources and compares."""

import hashlib
import json
from pathlib import Path

import pytest

ARTIFACTS = Path(__file__).parents[2] / "src/labelfield/chain/artifacts"
NAMES = ("Registry", "LabelPool", "TestDollar")


@pytest.mark.parametrize("name", NAMES)
def test_an_artifact_names_its_compiler_and_its_bytecode_s_hash(name: str) -> None:
    artifact = json.loads((ARTIFACTS / f"{name}.json").read_text())
    assert artifact["solc"] == "0.8.37"
    assert artifact["evm_version"] == "cancun"
    bytecode = bytes.fromhex(artifact["bytecode"][2:])
    assert artifact["bytecode_sha256"] == hashlib.sha256(bytecode).hexdigest()


@pytest.mark.parametrize("name", NAMES)
def test_a_contract_is_small_enough_to_be_deployed(name: str) -> None:
    artifact = json.loads((ARTIFACTS / f"{name}.json").read_text())
    assert artifact["deployed_bytes"] < 24_576
