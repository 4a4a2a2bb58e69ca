"""`labelfield doctor`: what is missing on this machine, and how to get it."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from labelfield.cli.exits import Exit
from labelfield.cli.places import HomeOption, home_folder


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is there or not."""

    name: str
    ok: bool
    detail: str


def doctor(
    home: HomeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Name what is missing and how to get it."""
    findings = [_python(), _anvil(), _page(), _home(home_folder(home))]
    findings += _storage(home_folder(home))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings]))
    else:
        for finding in findings:
            typer.echo(
                f"{'ok     ' if finding.ok else 'MISSING'}  {finding.name}: {finding.detail}"
            )
    if not all(finding.ok for finding in findings):
        raise typer.Exit(Exit.REFUSED)


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("Python", sys.version_info >= (3, 11), f"{version} (3.11 or newer is needed)")


def _anvil() -> Finding:
    from labelfield.chain.anvil import find_anvil
    from labelfield.chain.errors import AnvilMissing

    try:
        return Finding("anvil", True, str(find_anvil()))
    except AnvilMissing as error:
        return Finding("anvil", False, str(error))


def _page() -> Finding:
    from labelfield.server.assets_folder import ASSETS

    built = (ASSETS / "index.html").exists()
    return Finding("web page", built, str(ASSETS) if built else "build it with `make install`")


def _home(home: Path) -> Finding:
    if not home.exists():
        return Finding("home", True, f"{home} (new; `labelfield up` makes it)")
    try:
        probe = home / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return Finding("home", False, f"{home} cannot be written: {error}; set LABELFIELD_HOME")
    return Finding("home", True, str(home))


def _storage(home: Path) -> list[Finding]:
    """Return an alarm each about accounts and quotas of the home's store."""
    from labelfield.cli.storage_alarms import storage_findings

    return [Finding("storage", False, sentence) for sentence in storage_findings(home)]
