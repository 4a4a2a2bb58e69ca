"""The pinned compiler: no known bug of it is ours, and its output can be made again."""

import json
import re

import pytest
from contracts.compiler import CONTRACTS, gather_sources, solc_version, standard_input
from contracts.compiler_bugs import LIST, NotListed, bugs_in
from contracts.mutation.source import blanked

OURS = [path.relative_to(CONTRACTS).as_posix() for path in (CONTRACTS / "src").rglob("*.sol")]
SETTINGS = {"viaIR": True, "optimizer": {"enabled": True}, "evmVersion": "cancun"}
HARMLESS = {"a.sol": "contract A { function f() external {} }"}

pytestmark = pytest.mark.skipif(
    not (CONTRACTS / "node_modules/@openzeppelin").exists(),
    reason="the contracts' packages are missing: run make install",
)


@pytest.fixture(scope="module")
def code() -> dict[str, str]:
    """Return every source that is compiled, ours and OpenZeppelin's, without its comments."""
    return {
        path: blanked(source["content"]) for path, source in gather_sources(sorted(OURS)).items()
    }


def test_no_known_bug_of_the_pinned_compiler_touches_what_we_use(code: dict[str, str]) -> None:
    settings = standard_input(sorted(OURS), {})["settings"]
    assert bugs_in(solc_version(), settings, code) == []


def test_a_compiler_with_a_bug_that_our_settings_need_is_refused(code: dict[str, str]) -> None:
    assert bugs_in("0.8.36", SETTINGS, code) == ["SpillSlotCollisionAcrossMutualRecursion"]
    found = bugs_in("0.8.31", SETTINGS, code)
    assert "UnsoundSpillInMutualRecursion" in found
    assert "LostStorageArrayWriteOnSlotOverflow" in found


def test_a_bug_counts_only_with_its_settings_and_its_trigger() -> None:
    name = "TransientStorageClearingHelperCollision"
    transient = {"a.sol": "contract A { uint256 transient locked; }"}
    assert name in bugs_in("0.8.33", SETTINGS, transient)
    assert name not in bugs_in("0.8.33", SETTINGS, HARMLESS)
    assert name not in bugs_in("0.8.33", SETTINGS | {"viaIR": False}, transient)
    assert name not in bugs_in("0.8.33", SETTINGS | {"evmVersion": "shanghai"}, transient)
    assert name not in bugs_in("0.8.27", SETTINGS, transient)
    assert name not in bugs_in("0.8.34", SETTINGS, transient)


def test_a_compiler_newer_than_the_list_is_refused() -> None:
    with pytest.raises(NotListed, match="copy what is published of solc"):
        bugs_in("0.8.38", SETTINGS, HARMLESS)


def test_a_compiler_older_than_the_list_is_refused() -> None:
    with pytest.raises(NotListed, match="pin a newer one"):
        bugs_in("0.8.15", SETTINGS, HARMLESS)


def test_the_list_says_when_it_was_copied_and_names_each_bug_s_end() -> None:
    known = json.loads(LIST.read_text())
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", known["as_of"])
    for bug in known["bugs"]:
        assert re.fullmatch(r"0\.\d+\.\d+", bug["fixed"])
        re.compile(bug.get("trigger", ""))


def test_every_source_of_ours_is_for_the_pinned_compiler_alone() -> None:
    for path in OURS:
        assert f"\npragma solidity {solc_version()};\n" in (CONTRACTS / path).read_text(), path


def test_no_hash_of_sources_or_paths_gets_into_the_bytecode() -> None:
    settings = standard_input(sorted(OURS), {})["settings"]
    assert settings["metadata"] == {"bytecodeHash": "none", "appendCBOR": False}
    artifacts = CONTRACTS.parent / "src/labelfield/chain/artifacts"
    for file in artifacts.glob("[A-Z]*.json"):
        bytecode = json.loads(file.read_text())["bytecode"]
        assert b"ipfs".hex() not in bytecode
        assert b"solc".hex() not in bytecode
