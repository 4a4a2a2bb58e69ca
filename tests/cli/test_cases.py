"""`labelfield case`: the operator reads what labelers report, answers, and takes down."""

from pathlib import Path

import httpx

from labelfield.demo.crowd import wallet_of
from labelfield.demo.server_process import ServerProcess
from labelfield.sdk.labeler import Labeler
from tests.cli.running import TEXT_CONFIG, done, refused
from tests.cli.test_project import created, funded

REPORT = {"about": "harmful", "text": "I should not have to see this."}


def reported(server: ServerProcess, project: int) -> Labeler:
    """Let somebody report a project."""
    labeler = Labeler(server.url, wallet_of("ann", seed=11))
    labeler.log_in()
    labeler.join(project)
    headers = {"Authorization": f"Bearer {labeler.token}"}
    path = f"{server.url}/api/projects/{project}/reports"
    response = httpx.post(path, json=REPORT, headers=headers)
    assert response.is_success, response.text
    return labeler


def test_a_case_that_there_is_not_is_refused(server: ServerProcess) -> None:
    assert "999" in refused("case", "answer", 999, "Thank you.", "--home", server.home)


def test_a_report_is_read_answered_and_acted_upon(server: ServerProcess, tmp_path: Path) -> None:
    tasks = tmp_path / "tasks.csv"
    tasks.write_text("text\n" + "".join(f"Statement {n}.\n" for n in range(3)))
    home = ("--home", server.home)
    project = funded(server, created(server, tasks, TEXT_CONFIG)["manifest_hash"])
    labeler = reported(server, project)
    listed = done("case", "list", *home).out
    assert f"project {project}, by {labeler.address}" in listed
    assert REPORT["text"] in listed
    [case] = [
        each
        for each in done("case", "list", *home, "--json").json["cases"]
        if each["project"] == project
    ]
    done("case", "answer", case["id"], "It is gone. Thank you.", *home)
    assert REPORT["text"] not in done("case", "list", *home).out
    done("case", "takedown", project, "--reason", "unlawful", *home)
    assert labeler.lease(project, 1) == []
    labeler.close()
