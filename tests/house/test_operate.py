"""The files for running a server name what exists."""

import json
import re
from dataclasses import fields

import pytest
import yaml

from labelfield.cli.main import app
from labelfield.server.configuration import PREFIX
from labelfield.server.metrics import new_metrics
from labelfield.server.settings import Settings
from tests.house.tracked import ROOT

FOLDER = ROOT / "operate"
SUFFIXES = ("", "_bucket", "_total", "_sum", "_count", "_created")


def exposed() -> set[str]:
    """Return every name under which Prometheus finds a number of the server."""
    names = {metric.name for metric in new_metrics().registry.collect()}
    return {name + suffix for name in names for suffix in SUFFIXES}


@pytest.mark.parametrize("file", ["grafana.json", "alarms.yaml"])
def test_every_metric_that_is_watched_exists(file: str) -> None:
    named = set(re.findall(r"labelfield_[a-z_]+", (FOLDER / file).read_text()))
    assert named
    assert named <= exposed()


def test_every_number_of_the_server_is_on_the_board() -> None:
    board = json.dumps(json.loads((FOLDER / "grafana.json").read_text()))
    for metric in new_metrics().registry.collect():
        assert metric.name in board, f"{metric.name} is watched by nobody"


def test_every_alarm_says_what_to_do() -> None:
    (group,) = yaml.safe_load((FOLDER / "alarms.yaml").read_text())["groups"]
    for rule in group["rules"]:
        assert rule["expr"]
        assert len(rule["annotations"]["summary"]) > 20


def test_services_start_with_options_that_exist() -> None:
    known = options_of("serve")
    service = (FOLDER / "labelfield.service").read_text()
    (command,) = re.findall(r"^ExecStart=(.*)$", service, re.MULTILINE)
    compose = yaml.safe_load((FOLDER / "compose.yaml").read_text())
    for text in (command, " ".join(compose["services"]["server"]["command"])):
        assert set(re.findall(r"--[a-z-]+", text)) <= known
    secrets = compose["services"]["server"]["secrets"]
    assert set(secrets) <= set(compose["secrets"])
    assert {"checkpoint.json", "receipt.json", "relayer.json"} <= set(secrets)


def test_what_the_services_environment_sets_are_settings() -> None:
    lines = (FOLDER / "environment").read_text().splitlines()
    named = {found[1] for line in lines if (found := re.match(r"#?(LABELFIELD_[A-Z_]+)=", line))}
    known = {PREFIX + field.name.upper() for field in fields(Settings)}
    assert named
    assert named <= known | {"LABELFIELD_GREENFIELD_KEY"}
    compose = yaml.safe_load((FOLDER / "compose.yaml").read_text())
    assert set(compose["services"]["server"]["environment"]) <= known


def test_containers_are_on_the_network_from_which_their_proxy_is_believed() -> None:
    compose = yaml.safe_load((FOLDER / "compose.yaml").read_text())
    [pool] = compose["networks"]["default"]["ipam"]["config"]
    assert compose["services"]["server"]["environment"]["LABELFIELD_PROXIES"] == pool["subnet"]


def options_of(name: str) -> set[str]:
    """Return the options of a command."""
    import typer.main

    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    return {option for parameter in command.params for option in parameter.opts}
