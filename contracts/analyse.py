"""Run slither over the contracts; exit 1 if it finds anything that is not explained.

    python contracts/analyse.py

A finding that is right is fixed. One that is wrong is explained where it stands, by a comment
`// slither-disable-next-line DETECTOR` with the reason above it; a detector that is wrong for the
whole house is named in `SILENCED`. slither runs in an environment of its own (make installs it).
"""

import json
import os
import shutil
import subprocess
import sys

from compiler import CONTRACTS, compile_standard, solc_version, standard_input

SLITHER = CONTRACTS.parent / ".tools" / "slither" / "bin" / "slither"
BUILD_INFO = CONTRACTS / "cache" / "slither"
SILENCED = {
    "naming-convention": "DOMAIN_SEPARATOR and other names of standards",
    "timestamp": "every period is hours and a block half a second",
    "solc-version": "one exact version is pinned; compiler-bugs.json says what is known of it",
    "pragma": "OpenZeppelin's files allow more versions than the one that compiles them",
    "unimplemented-functions": "abstract parts of one contract share its interface",
    "assembly": "the style guide asks for a measured gain and a plain twin in a test",
}

_OUTPUTS = {"*": {"": ["ast"], "*": ["abi"]}}
_NO_BYTECODE = {"object": "", "sourceMap": ""}


def main() -> int:
    """Compile to syntax trees, which is all that slither reads, and hand them over."""
    _write_build_info()
    command = [str(SLITHER), ".", "--ignore-compile", "--disable-color", "--fail-pedantic"]
    command += ["--foundry-build-info-directory", str(BUILD_INFO)]
    command += ["--exclude-dependencies", "--filter-paths", "node_modules"]
    command += ["--exclude", ",".join(SILENCED)]
    forge_on_path = os.environ | {"PATH": f"{CONTRACTS}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        command, cwd=CONTRACTS, env=forge_on_path, stderr=subprocess.PIPE, text=True, check=False
    )
    sys.stderr.write(done.stderr)
    unread = "ERROR:" in done.stderr  # slither goes on without what it cannot parse
    return 1 if unread or done.returncode else 0


def _write_build_info() -> None:
    """Write what forge would after a full build, without the code that nobody here runs."""
    found = sorted((CONTRACTS / "src").rglob("*.sol"))
    request = standard_input([path.relative_to(CONTRACTS).as_posix() for path in found], _OUTPUTS)
    output = compile_standard(request)
    for contracts in output["contracts"].values():
        for contract in contracts.values():
            contract["evm"] = {"bytecode": _NO_BYTECODE, "deployedBytecode": _NO_BYTECODE}
    _spread_using([source["ast"] for source in output["sources"].values()])
    shutil.rmtree(BUILD_INFO, ignore_errors=True)
    BUILD_INFO.mkdir(parents=True)
    info = {"solcVersion": solc_version(), "input": request, "output": output}
    (BUILD_INFO / "sources.json").write_text(json.dumps(info))


def _spread_using(trees: list[dict]) -> None:
    """Repeat in every contract the `using` directives of its bases.

    slither 0.11.6 keeps of two bases' directives for one type only the last, and then finds no
    function behind the calls that need the other.
    """
    definitions = {
        node["id"]: node
        for tree in trees
        for node in tree["nodes"]
        if node["nodeType"] == "ContractDefinition"
    }
    used = {
        number: [node for node in contract["nodes"] if node["nodeType"] == "UsingForDirective"]
        for number, contract in definitions.items()
    }
    for number, contract in definitions.items():
        bases = [base for base in contract["linearizedBaseContracts"] if base != number]
        contract["nodes"] = [*contract["nodes"], *(node for base in bases for node in used[base])]


if __name__ == "__main__":
    sys.exit(main())
