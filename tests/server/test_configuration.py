"""Settings: refused when unknown or of another kind; flags before environment before file."""

import logging
from pathlib import Path

import pytest

from labelfield.server.configuration import FILE, read_settings
from labelfield.server.errors import BadSetting
from labelfield.server.logs import JsonLines
from labelfield.server.settings import Settings


def test_without_anything_the_settings_are_the_usual(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}, {}) == Settings(home=tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "speed = 3",
        "port = '8080'",
        "port = true",
        "port = -1",
        "fee_bps = 1.5",
        "log_format = 'xml'",
        "trusted_hosts = [1]",
        "home = '/elsewhere'",
        "storage_key = 'secret'",
        "port = ",
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_file(tmp_path: Path, line: str) -> None:
    (tmp_path / FILE).write_text(line)
    with pytest.raises(BadSetting, match=FILE):
        read_settings(tmp_path, {}, {})


@pytest.mark.parametrize(
    ("name", "text"), [("LABELFIELD_PORT", "many"), ("LABELFIELD_LOG_FORMAT", "xml")]
)
def test_an_environment_that_cannot_be_is_refused_by_name(
    tmp_path: Path, name: str, text: str
) -> None:
    with pytest.raises(BadSetting, match=name):
        read_settings(tmp_path, {name: text}, {})


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadSetting):
        read_settings(tmp_path, {}, {}, tmp_path / "other.toml")


def test_flags_come_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("port = 1\nfee_bps = 1\nrelay_fee = 1\nsettle_interval_s = 3\n")
    environ = {"LABELFIELD_PORT": "2", "LABELFIELD_FEE_BPS": "2", "LABELFIELD_HOME": "/x"}
    found = read_settings(tmp_path, environ, {"port": 3, "host": None})
    assert (found.port, found.fee_bps, found.relay_fee) == (3, 2, 1)
    assert (found.settle_interval_s, found.host) == (3.0, "127.0.0.1")


def test_lists_are_written_with_commas_in_the_environment(tmp_path: Path) -> None:
    found = read_settings(tmp_path, {"LABELFIELD_TRUSTED_HOSTS": "a.local, b.local"}, {})
    assert found.trusted_hosts == ("a.local", "b.local")


@pytest.mark.parametrize("proxy", ["tls", "10.0.0.1/8", "*", ""])
def test_a_proxy_that_is_no_address_is_refused(tmp_path: Path, proxy: str) -> None:
    (tmp_path / FILE).write_text(f'proxies = ["10.1.0.0/16", "{proxy}"]')
    with pytest.raises(BadSetting, match="proxies"):
        read_settings(tmp_path, {}, {})


def test_secrets_are_never_printed() -> None:
    url = "postgresql://user:hunter2@host/name"
    found = Settings(home=Path("/home"), database_url=url, storage_key=b"hunter2")
    assert "hunter2" not in repr(found)


def test_a_log_line_is_one_json_object() -> None:
    record = logging.LogRecord("a", logging.WARNING, "", 1, "two\nlines %s", ("x",), None)
    line = JsonLines().format(record)
    assert "\n" not in line
    assert '"message": "two\\nlines x"' in line
