"""Compile the contracts with the settings of foundry.toml and write the package's artifacts.

    python contracts/build.py            write src/labelfield/chain/artifacts/
    python contracts/build.py --check    exit 1 if what is there is not what the sources give

One file a contract holds what deploys and calls it; `standard-input.json` holds the sources and
settings that all of them were compiled from, for whoever wants to check a deployed contract.
"""

import hashlib
import json
import sys

from compiler import (
    CONTRACTS,
    compile_standard,
    solc_long_version,
    solc_version,
    standard_input,
)

ARTIFACTS = CONTRACTS.parent / "src" / "labelfield" / "chain" / "artifacts"
SOURCES = {
    "Registry": "src/Registry.sol",
    "Jury": "src/court/Jury.sol",
    "Court": "src/court/Court.sol",
    "LabelPool": "src/LabelPool.sol",
    "Deposits": "src/Deposits.sol",
    "TestDollar": "src/TestDollar.sol",
}
STANDARD_INPUT = "standard-input"
DEPLOYED_BYTES_MAX = 24_576

_OUTPUTS = ("abi", "evm.bytecode.object", "evm.deployedBytecode.object")


def main(arguments: list[str]) -> int:
    built = build()
    if arguments == ["--check"]:
        return _report_differences(built)
    ARTIFACTS.mkdir(exist_ok=True)
    for name, text in built.items():
        (ARTIFACTS / f"{name}.json").write_text(text)
    for name in SOURCES:
        digest = json.loads(built[name])["bytecode_sha256"]
        sys.stdout.write(f"{name}: sha256 of bytecode {digest}\n")
    return 0


def build() -> dict[str, str]:
    """Return the text of each artifact by its name."""
    outputs = {path: {name: list(_OUTPUTS)} for name, path in SOURCES.items()}
    request = standard_input(list(SOURCES.values()), outputs)
    contracts = compile_standard(request)["contracts"]
    built = {
        name: _artifact(name, contracts, request["settings"], solc_long_version())
        for name in SOURCES
    }
    return built | {STANDARD_INPUT: json.dumps(request, indent=1) + "\n"}


def _artifact(name: str, contracts: dict, settings: dict, long_version: str) -> str:
    compiled = contracts[SOURCES[name]][name]
    deployed_bytes = len(compiled["evm"]["deployedBytecode"]["object"]) // 2
    if deployed_bytes >= DEPLOYED_BYTES_MAX:
        raise SystemExit(f"{name} deploys {deployed_bytes} bytes: over {DEPLOYED_BYTES_MAX}")
    bytecode = compiled["evm"]["bytecode"]["object"]
    artifact = {
        "contract": name,
        "source": SOURCES[name],
        "solc": solc_version(),
        "solc_long": long_version,
        "evm_version": settings["evmVersion"],
        "optimizer_runs": settings["optimizer"]["runs"],
        "deployed_bytes": deployed_bytes,
        "bytecode_sha256": hashlib.sha256(bytes.fromhex(bytecode)).hexdigest(),
        "abi": compiled["abi"],
        "bytecode": f"0x{bytecode}",
    }
    return json.dumps(artifact, indent=1) + "\n"


def _report_differences(built: dict[str, str]) -> int:
    stale = [name for name, text in built.items() if _committed(name) != text]
    for name in stale:
        sys.stdout.write(f"{name}.json is stale: run python contracts/build.py\n")
    return 1 if stale else 0


def _committed(name: str) -> str:
    path = ARTIFACTS / f"{name}.json"
    return path.read_text() if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
