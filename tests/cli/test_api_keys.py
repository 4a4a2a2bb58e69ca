"""`labelfield key`: a key is shown once, opens what it was made for, and can be taken back."""

import httpx

from labelfield.demo.server_process import ServerProcess
from tests.cli.running import done, refused


def status(server: ServerProcess, key: str) -> int:
    """Return how the server answers a reader with a key."""
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.get(f"{server.url}/api/account", headers=headers).status_code


def test_a_right_that_there_is_not_is_refused(server: ServerProcess) -> None:
    said = refused("key", "create", "reports", "--scope", "everything", "--home", server.home)
    assert "--scope everything: there is no such right; projects:read" in said


def test_a_key_is_shown_once_works_and_ends(server: ServerProcess) -> None:
    home = ("--home", server.home)
    made = done("key", "create", "reports", "--scope", "projects:read", *home, "--json").json
    listed = done("key", "list", *home).out
    assert made["key"] not in listed
    assert f"{made['facts']['begins_with']}…  reports  (projects:read)" in listed
    assert status(server, made["key"]) == 200
    done("key", "revoke", made["facts"]["id"], *home)
    assert status(server, made["key"]) == 401
    assert "reports  (revoked)" in done("key", "list", *home).out
