"""What a requester does wrong is said in one sentence that says what to do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from labelfield.demo.server_process import ServerProcess
from tests.cli.running import TEXT_CONFIG, labelfield, refused


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with tasks and a config that are right."""
    (tmp_path / "tasks.csv").write_text("key,text\na,fine\nb,bad\n")
    (tmp_path / "config.xml").write_text(TEXT_CONFIG)
    return tmp_path


def create(files: Path, *more: object, price: str = "0.01") -> list[object]:
    """Return the words that create a project."""
    words = ["project", "create", files / "tasks.csv", "--config", files / "config.xml"]
    return [*words, "--title", "Moods", "--price", price, *more]


@pytest.mark.parametrize("price", ["0.0000001", "1e3", "-1", "free"])
def test_a_price_that_is_none_is_refused(files: Path, price: str) -> None:
    assert f"{price!r} is no amount: write dollars like 0.005" in refused(
        *create(files, price=price)
    )


@pytest.mark.parametrize("name", ["tasks.csv", "config.xml"])
def test_a_missing_file_is_named(files: Path, name: str) -> None:
    (files / name).unlink()
    said = refused(*create(files))
    assert str(files / name) in said
    assert "No such file" in said


@pytest.mark.parametrize("option", ["--instructions", "--gold"])
def test_a_missing_further_file_is_named(files: Path, option: str) -> None:
    missing = files / "missing.csv"
    assert f"{missing}" in refused(*create(files, option, missing))


def test_a_config_that_is_not_text_is_refused(files: Path) -> None:
    (files / "config.xml").write_bytes(b"<View>\xff</View>")
    assert "config.xml is not UTF-8 at byte 6" in refused(*create(files))


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('<Text name="text"', '<Smell name="text"', 2, "Smell"),
        ("</Choices>", "", 7, ""),
        ('choice="single"', 'choice="several"', 3, "several"),
    ],
)
def test_a_bad_config_is_refused_with_file_and_line(
    files: Path, old: str, new: str, line: int, says: str
) -> None:
    (files / "config.xml").write_text(TEXT_CONFIG.replace(old, new))
    said = refused(*create(files))
    assert f"{files / 'config.xml'}:{line}: " in said
    assert says in said


def test_a_task_that_cannot_be_shown_is_refused_with_its_line(files: Path) -> None:
    (files / "tasks.csv").write_text("key,text\na,fine\nb,\n")
    assert "tasks.csv, line 3" in refused(*create(files))


@pytest.mark.parametrize("command", ["show", "watch"])
def test_without_a_server_it_says_how_to_start_one(command: str) -> None:
    said = refused("project", command, 1)
    assert "start one with `labelfield up`" in said
    assert "LABELFIELD_URL" in said


def test_a_draft_needs_a_server_too(files: Path) -> None:
    assert "no server runs on" in refused(*create(files))


def test_a_server_that_was_killed_is_not_waited_for(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    home = tmp_path / "home"
    home.mkdir()
    (home / "server.json").write_text(json.dumps({"url": "http://127.0.0.1:9", "pid": dead.pid}))
    assert "no server runs on" in refused("project", "show", 1)


@pytest.mark.parametrize("words", [("fund", "1"), ("close", "1"), ("export", "1", "--out", "x")])
def test_without_contracts_it_says_how_to_get_them(words: tuple[str, ...]) -> None:
    assert "start a server with `labelfield up`" in refused("project", *words)


def test_a_named_server_needs_a_named_key(server: ServerProcess) -> None:
    said = refused("project", "show", 1, LABELFIELD_URL=server.url)
    assert "set LABELFIELD_API_KEY" in said
    wrong = {"LABELFIELD_URL": server.url, "LABELFIELD_API_KEY": "wrong"}
    assert "unauthorized" in refused("project", "show", 1, **wrong)


def test_what_is_neither_project_nor_draft_is_refused(server: ServerProcess) -> None:
    for name in ("draft", "0x" + "ab" * 32, "../../x"):
        said = refused("project", "fund", name, "--home", server.home)
        assert "`labelfield project create` prints the draft's name" in said


def test_a_project_that_is_not_there_is_refused(server: ServerProcess) -> None:
    home = ("--home", server.home)
    assert "There is no project 99 in this pool." in refused("project", "show", 99, *home)
    assert "UnknownProject" in refused("project", "close", 99, *home)
    assert "no project 99" in refused("project", "export", 99, "--out", "x", *home)
    assert "has opened no project 99" in refused("verify", 99, *home)


def test_more_money_needs_an_amount(server: ServerProcess) -> None:
    said = labelfield("project", "fund", "1", "--home", server.home)
    assert said.code == 2
    assert "say how much" in said.err


def test_an_export_format_that_is_not_known_is_refused(server: ServerProcess) -> None:
    words = ("project", "export", 1, "--out", "x", "--format", "xls", "--home", server.home)
    assert "one of jsonl, csv, parquet" in refused(*words)


def test_verify_needs_a_chain() -> None:
    assert "--rpc, --pool and --store" in refused("verify", 1)


def test_a_pool_that_is_misspelled_or_not_there_is_refused(server: ServerProcess) -> None:
    rpc = json.loads((server.home / "deployment.json").read_text())["rpc_url"]
    assert "address" in refused("verify", 1, "--rpc", rpc, "--pool", "0x12")
    pool = "0x" + "12" * 20
    assert f"pool {pool} has opened no project" in refused(
        "verify", 1, "--rpc", rpc, "--pool", pool
    )
    said = refused("verify", 1, "--rpc", "http://127.0.0.1:9", "--pool", pool)
    assert "does not answer" in said


def test_a_job_without_config_or_template_is_refused(files: Path) -> None:
    said = refused("project", "create", files / "tasks.csv")
    assert "say the title, or name a template that does" in said


def test_no_tasks_and_no_template_is_refused() -> None:
    assert "name a file or folder of tasks, or a --template" in refused("project", "create")


def test_an_unknown_template_is_refused_with_the_known_ones() -> None:
    assert "choose one of chat-rating" in refused("project", "templates", "poetry")


def test_a_yaml_config_is_refused_with_file_and_line(files: Path) -> None:
    config = files / "config.yaml"
    config.write_text("show:\n  - text: text\nask:\n  - riddle: x\n")
    words = ["project", "create", files / "tasks.csv", "--config", config, "--title", "x"]
    assert f"{config}:4: 'riddle' cannot be asked" in refused(*words, "--price", "1")
