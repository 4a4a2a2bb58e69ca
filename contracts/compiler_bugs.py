"""Which of solc's known bugs could be in what it compiles here.

`compiler-bugs.json` is a dated copy of the facts that the Solidity project publishes of each bug:
the releases that have it, and the settings that it needs. `trigger` is ours: what a source must
contain at least; without one, every source counts.
"""

import json
import re
from pathlib import Path

LIST = Path(__file__).with_name("compiler-bugs.json")
_EVM_VERSIONS = ("paris", "shanghai", "cancun", "prague", "osaka")


class NotListed(Exception):
    """The list was copied before this compiler came out, or leaves out what is as old."""


def bugs_in(version: str, settings: dict, sources: dict[str, str]) -> list[str]:
    """Return the bugs that `version` may put into `sources`, compiled with solc's `settings`."""
    known = json.loads(LIST.read_text())
    if _numbers(version) > _numbers(known["newest_release"]):
        raise NotListed(
            f"{LIST.name} of {known['as_of']} knows releases up to {known['newest_release']}: "
            f"copy what is published of solc {version}"
        )
    if _numbers(version) < _numbers(known["oldest_release"]):
        raise NotListed(f"{LIST.name} leaves out what solc {version} had: pin a newer one")
    return [
        bug["name"]
        for bug in known["bugs"]
        if _numbers(bug.get("introduced", "0.0.0")) <= _numbers(version) < _numbers(bug["fixed"])
        and _applies(bug.get("conditions", {}), settings)
        and any(re.search(bug.get("trigger", ""), text) for text in sources.values())
    ]


def _applies(conditions: dict, settings: dict) -> bool:
    if conditions.get("viaIR") not in (None, settings["viaIR"]):
        return False
    if conditions.get("optimizer") and not settings["optimizer"]["enabled"]:
        return False
    least = conditions.get("evmVersion", ">=paris").removeprefix(">=")
    return _EVM_VERSIONS.index(settings["evmVersion"]) >= _EVM_VERSIONS.index(least)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
