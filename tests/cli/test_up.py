"""Starting a server: next free port, one server a home, what is missing is said."""

import subprocess
import sys
from pathlib import Path

from labelfield.demo.server_process import ServerProcess
from tests.cli.running import refused


def up(*options: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `labelfield up` in a process of its own; it must refuse to start."""
    command = [sys.executable, "-m", "labelfield.cli", "up", *map(str, options)]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=60, check=False
    )


def test_without_anvil_it_says_how_to_get_it(tmp_path: Path) -> None:
    ran = up("--home", tmp_path / "home", LABELFIELD_ANVIL="/nonexistent")
    assert ran.returncode == 2
    assert ran.stderr.startswith("error: LABELFIELD_ANVIL=/nonexistent is no program")
    assert "npm ci --prefix contracts" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_second_server_on_one_home_is_refused(server: ServerProcess) -> None:
    ran = up("--home", server.home)
    assert ran.returncode == 2
    assert ran.stderr.startswith("error: another server is running on")
    assert "LABELFIELD_HOME" in ran.stderr
    assert server.process.poll() is None


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_text("")
    assert f"{home} cannot be made" in refused("up", LABELFIELD_HOME=str(home))


def test_a_taken_port_is_passed_over(server: ServerProcess, taken_port: int) -> None:
    port = int(server.url.rpartition(":")[2])
    assert taken_port < port < taken_port + 50


def test_no_other_user_of_the_machine_reads_what_is_sealed(server: ServerProcess) -> None:
    kept = [server.home / name for name in ("sealed", "pieces", "labelfield.sqlite", "api.key")]
    assert [path.stat().st_mode & 0o077 for path in kept] == [0] * len(kept)


def test_it_tells_where_page_chain_and_data_are(server: ServerProcess) -> None:
    said = (server.home / "server.log").read_text()
    assert f"page      {server.url}" in said
    assert f"requester {server.url}/requester/" in said
    assert f"API       {server.url}/openapi.json" in said
    assert f"data      {server.home}" in said
    assert "development, id 31337" in said
