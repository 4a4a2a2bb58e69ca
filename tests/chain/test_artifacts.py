"""The committed artifacts are what the sources compile to, so that users need no compiler."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CONTRACTS = Path(__file__).parents[2] / "contracts"
ARTIFACTS = Path(__file__).parents[2] / "src/labelfield/chain/artifacts"
NAMES = ("Registry", "LabelPool", "TestDollar")


@pytest.mark.skipif(
    not (CONTRACTS / "node_modules/solc").exists() and os.environ.get("CI") != "true",
    reason="the compiler is missing: run make install",
)
def test_the_artifacts_are_what_the_sources_compile_to() -> None:
    program = [sys.executable, str(CONTRACTS / "build.py"), "--check"]
    done = subprocess.run(program, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


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
