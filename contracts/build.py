"""Compile the contracts with the settings of foundry.toml and write the package's artifacts.

    python contracts/build.py            write src/labelfield/chain/artifacts/
    python contracts/build.py --check    exit 1 if what is there is not what the sources give

Needs Python's standard library and `npm ci` in contracts/.
"""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

CONTRACTS = Path(__file__).resolve().parent
ARTIFACTS = CONTRACTS.parent / "src" / "labelfield" / "chain" / "artifacts"
NAMES = ("Registry", "LabelPool", "TestDollar")
DEPLOYED_BYTES_MAX = 24_576

_IMPORT = re.compile(r'^import\s[^;]*?"([^"]+)";', re.MULTILINE)
_OUTPUTS = ("abi", "evm.bytecode.object", "evm.deployedBytecode.object")


def main(arguments: list[str]) -> int:
    built = build()
    if arguments == ["--check"]:
        return _report_differences(built)
    ARTIFACTS.mkdir(exist_ok=True)
    for name, text in built.items():
        (ARTIFACTS / f"{name}.json").write_text(text)
        sys.stdout.write(f"{name}: sha256 of bytecode {json.loads(text)['bytecode_sha256']}\n")
    return 0


def build() -> dict[str, str]:
    """Return the text of each contract's artifact."""
    profile = _deployed_profile()
    sources = _gather_sources([f"src/{name}.sol" for name in NAMES])
    output = _compile({"language": "Solidity", "sources": sources, "settings": _settings(profile)})
    return {name: _artifact(name, output, profile) for name in NAMES}


def _deployed_profile() -> dict:
    profile = tomllib.loads((CONTRACTS / "foundry.toml").read_text())["profile"]["default"]
    (deployed,) = profile["additional_compiler_profiles"]
    return profile | deployed


def _gather_sources(paths: list[str]) -> dict[str, dict[str, str]]:
    sources: dict[str, dict[str, str]] = {}
    while paths:
        path = paths.pop()
        if path in sources:
            continue
        content = (CONTRACTS / path).read_text()
        sources[path] = {"content": content}
        paths += [_resolve(path, imported) for imported in _IMPORT.findall(content)]
    return dict(sorted(sources.items()))


def _resolve(importer: str, imported: str) -> str:
    if not imported.startswith("."):
        return f"node_modules/{imported}"
    target = (CONTRACTS / importer).parent / imported
    return target.resolve().relative_to(CONTRACTS).as_posix()


def _settings(profile: dict) -> dict:
    return {
        "remappings": profile["remappings"],
        "optimizer": {"enabled": profile["optimizer"], "runs": profile["optimizer_runs"]},
        "viaIR": profile["via_ir"],
        "evmVersion": profile["evm_version"],
        "metadata": {
            "bytecodeHash": profile["bytecode_hash"],
            "appendCBOR": profile["cbor_metadata"],
        },
        "outputSelection": {f"src/{name}.sol": {name: list(_OUTPUTS)} for name in NAMES},
    }


def _compile(request: dict) -> dict:
    done = subprocess.run(
        ["node", CONTRACTS / "solc", "--standard-json"],
        input=json.dumps(request),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    output = json.loads(done.stdout)
    if problems := [
        problem["formattedMessage"]
        for problem in output.get("errors", [])
        if problem["severity"] == "error"  # forge turns warnings in our own files into errors
    ]:
        raise SystemExit("\n".join(problems))
    return output["contracts"]


def _artifact(name: str, output: dict, profile: dict) -> str:
    compiled = output[f"src/{name}.sol"][name]
    deployed_bytes = len(compiled["evm"]["deployedBytecode"]["object"]) // 2
    if deployed_bytes >= DEPLOYED_BYTES_MAX:
        raise SystemExit(f"{name} deploys {deployed_bytes} bytes: over {DEPLOYED_BYTES_MAX}")
    bytecode = compiled["evm"]["bytecode"]["object"]
    artifact = {
        "contract": name,
        "solc": _solc_version(),
        "evm_version": profile["evm_version"],
        "optimizer_runs": profile["optimizer_runs"],
        "deployed_bytes": deployed_bytes,
        "bytecode_sha256": hashlib.sha256(bytes.fromhex(bytecode)).hexdigest(),
        "abi": compiled["abi"],
        "bytecode": f"0x{bytecode}",
    }
    return json.dumps(artifact, indent=1) + "\n"


def _solc_version() -> str:
    lock = json.loads((CONTRACTS / "package-lock.json").read_text())
    return lock["packages"]["node_modules/solc"]["version"]


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
