"""The pinned solc: which sources it reads, with which settings, and what it answers.

Needs Python's standard library and `npm ci` in contracts/.
"""

import json
import posixpath
import re
import subprocess
import tomllib
from pathlib import Path

CONTRACTS = Path(__file__).resolve().parent

_IMPORT = re.compile(r'^import\s[^;]*?"([^"]+)";', re.MULTILINE)


def deployed_profile() -> dict:
    """Return the settings in foundry.toml of what is deployed."""
    profile = tomllib.loads((CONTRACTS / "foundry.toml").read_text())["profile"]["default"]
    (deployed,) = profile["additional_compiler_profiles"]
    return profile | deployed


def solc_version() -> str:
    """Return the version of the pinned solc."""
    lock = json.loads((CONTRACTS / "package-lock.json").read_text())
    return lock["packages"]["node_modules/solc"]["version"]


def solc_long_version() -> str:
    """Return the version as block explorers spell it: with the commit, without the platform."""
    done = subprocess.run(
        ["node", CONTRACTS / "solc", "--version"], stdout=subprocess.PIPE, text=True, check=True
    )
    found = re.search(r"Version: (\d+\.\d+\.\d+\+commit\.[0-9a-f]+)", done.stdout)
    if not found:
        raise SystemExit(f"solc says no version: {done.stdout}")
    return f"v{found.group(1)}"


def standard_input(paths: list[str], outputs: dict) -> dict:
    """Return what asks solc for `outputs` of the files at `paths` and of all that they import."""
    return {
        "language": "Solidity",
        "sources": gather_sources(paths),
        "settings": _settings(deployed_profile()) | {"outputSelection": outputs},
    }


def gather_sources(paths: list[str]) -> dict[str, dict[str, str]]:
    """Return the files at `paths`, and all that they import, by path."""
    sources: dict[str, dict[str, str]] = {}
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        if path in sources:
            continue
        content = (CONTRACTS / path).read_text()
        sources[path] = {"content": content}
        waiting += [_resolve(path, imported) for imported in _IMPORT.findall(content)]
    return dict(sorted(sources.items()))


def compile_standard(request: dict) -> dict:
    """Return solc's output; stop with its message if there is an error."""
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
    return output


def _resolve(importer: str, imported: str) -> str:
    if not imported.startswith("."):
        return f"node_modules/{imported}"
    return posixpath.normpath(posixpath.join(posixpath.dirname(importer), imported))


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
    }
