"""A requester's whole way, from files to a verified dataset and the refund."""

import csv
import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from labelfield.chain.events import ProjectOpened
from labelfield.chain.pool import Pool
from labelfield.chain.rpc import Rpc
from labelfield.cli.exits import Exit
from labelfield.cli.money import dollars
from labelfield.demo.crowd import DATA, wallet_of
from labelfield.demo.server_process import ServerProcess
from labelfield.formats.templates import template, template_names
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config
from labelfield.requesting.places import deployed
from labelfield.sdk.labeler import Labeler
from tests.cli.running import IMAGE_CONFIG, TEXT_CONFIG, Said, done, labelfield

TASKS = 12
PRICE = 10_000
FORMATS = ("jsonl", "csv", "label-studio", "answers-jsonl", "answers-csv")
BESIDE = "dataset.certificate.json"
PATIENCE_S = 60


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.1)


def created(server: ServerProcess, tasks: Path, config: str, *more: object) -> dict:
    """Create a project of two answers a task and return what was said."""
    file = tasks.parent / "config.xml"
    file.write_text(config)
    words = ["project", "create", tasks, "--config", file, "--title", "Moods", "--price", "0.01"]
    words += ["--minimum", 2, "--maximum", 2, "--home", server.home, "--json", *more]
    return done(*words).json


def funded(server: ServerProcess, draft: str, *more: object) -> int:
    """Open a draft on chain; return the project's number."""
    home = ("--home", server.home)
    said = done("project", "fund", draft, *home, "--json", *more)
    assert said.err == ""
    return said.json["project"]


def label_everything(server: ServerProcess, number: int, config: str, right: dict) -> None:
    """Let two labelers answer all tasks, and wait until everything is paid."""
    submit_all(server, number, config, right)
    show = ("project", "show", number, "--home", server.home, "--json")
    wait_until(lambda: done(*show).json["state"] == "complete")


def submit_all(
    server: ServerProcess, number: int, config: str, right: dict, leave: str = ""
) -> None:
    """Let two labelers answer all tasks but perhaps one."""
    for name in ("ann", "bob"):
        labeler = Labeler(server.url, wallet_of(name, seed=7))
        labeler.log_in()
        labeler.join(number)
        answers = [
            (lease.task, answer_of(parse_config(config), right.get(lease.data.get("text"), "1")))
            for lease in labeler.lease(number, 50)
            if not leave or lease.data["text"] != leave
        ]
        labeler.submit(number, answers)
        labeler.close()


def openings(server: ServerProcess) -> tuple[ProjectOpened, ...]:
    """Return the openings of the server's pool."""
    known = deployed(server.home)
    pool = Pool(known.rpc_url, known.pool)
    return pool.projects_opened(known.block, pool.block_number())


def test_templates_are_listed_and_printed() -> None:
    listed = done("project", "templates").out.splitlines()
    assert [line.split()[0] for line in listed] == list(template_names())
    facts = done("project", "templates", "--json").json
    assert [one["name"] for one in facts] == list(template_names())
    assert done("project", "templates", "ner").out == template("ner").config_yaml


def test_a_template_alone_makes_a_draft_of_its_samples(server: ServerProcess) -> None:
    words = ("project", "create", "--template", "classification", "--home", server.home, "--json")
    manifest = json.loads(done(*words).json["manifest"])
    found = template("classification")
    assert manifest["title"] == found.title
    assert manifest["price"] == found.price
    assert manifest["answers_per_task"]["maximum"] == found.maximum
    assert manifest["config"] == found.config_xml


@pytest.fixture(scope="module")
def sold(server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> int:
    """A complete project of texts from a CSV, made by the command line alone."""
    folder = tmp_path_factory.mktemp("texts")
    right = {f"text {number}": str(number % 2) for number in range(TASKS)}
    rows = "".join(f"t{place},{text}\n" for place, text in enumerate(right))
    (folder / "tasks.csv").write_text("key,text\n" + rows)
    (folder / "gold.csv").write_text("key,label\nt0,0\nt1,1\n")
    (folder / "how.txt").write_text("Choose the mood.")
    more = ("--gold", folder / "gold.csv", "--instructions", folder / "how.txt")
    said = created(server, folder / "tasks.csv", TEXT_CONFIG, *more)
    assert said["most_that_can_be_spent"] == (TASKS * 2 + 3) * PRICE * 102 // 100
    number = funded(server, said["manifest_hash"])
    label_everything(server, number, TEXT_CONFIG, right)
    return number


def test_a_project_is_shown_to_people_and_scripts(server: ServerProcess, sold: int) -> None:
    home = ("--home", server.home)
    shown = done("project", "show", sold, *home)
    assert f"project   {sold}, Moods (complete)" in shown.out
    assert f"tasks     {TASKS} of {TASKS} closed" in shown.out
    facts = done("project", "show", sold, *home, "--json").json
    assert facts["credited"] == facts["owed"] > TASKS * 2 * PRICE // 2
    assert dollars(facts["credited"]) in shown.out
    assert "(complete)" in done("project", "watch", sold, *home).out


def test_a_draft_that_is_open_already_takes_no_money(server: ServerProcess, sold: int) -> None:
    opened = next(one.manifest_hash for one in openings(server) if one.project == sold)
    said = labelfield("project", "fund", opened, "--home", server.home)
    assert said.code == Exit.REFUSED
    assert f"is open already, as project {sold}" in said.err
    assert [one.manifest_hash for one in openings(server)].count(opened) == 1


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_complete_project_is_exported(
    server: ServerProcess, sold: int, tmp_path: Path, file_format: str
) -> None:
    out = tmp_path / "dataset"
    words = ("project", "export", sold, "--out", out, "--format", file_format)
    said = done(*words, "--home", server.home)
    assert f"{TASKS} tasks, {TASKS} labels, {2 * TASKS} answers in {out}" in said.out
    text = out.read_text()
    count = 2 * TASKS if file_format.startswith("answers") else TASKS
    if file_format.endswith("jsonl"):
        rows = [json.loads(line) for line in text.splitlines()]
    elif file_format.endswith("csv"):
        rows = list(csv.DictReader(text.splitlines()))
    else:
        rows = json.loads(text)
        assert {len(row["annotations"]) for row in rows} == {2}
    assert len(rows) == count
    if file_format in ("csv", "jsonl"):
        assert all(row["label"] == str(int(row["key"][1:]) % 2) for row in rows)
    assert sorted(tmp_path.iterdir()) == [out, tmp_path / BESIDE]


def test_every_answer_bears_the_hash_of_its_receipt(
    server: ServerProcess, sold: int, tmp_path: Path
) -> None:
    out = tmp_path / "dataset.jsonl"
    done("project", "export", sold, "--out", out, "--home", server.home)
    given = [one for line in out.read_text().splitlines() for one in json.loads(line)["given"]]
    hashes = {one["receipt"] for one in given}
    assert len(hashes) == len(given) == 2 * TASKS
    assert all(len(found) == 66 for found in hashes)


@pytest.fixture
def exported(server: ServerProcess, sold: int, tmp_path: Path) -> Path:
    out = tmp_path / "copy.parquet"
    words = ("project", "export", sold, "--out", out, "--format", "parquet")
    done(*words, "--home", server.home)
    return out


def checked(server: ServerProcess, copy: Path) -> Said:
    certificate = copy.with_name("copy.parquet.certificate.json")
    return labelfield("verify", copy, "--certificate", certificate, "--home", server.home)


def test_a_copy_agrees_with_its_certificate_the_chain_and_the_store(
    server: ServerProcess, sold: int, exported: Path
) -> None:
    moved = exported.rename(exported.with_name("found-somewhere.parquet"))
    said = checked(server, moved)
    assert said.code == 0, said
    agrees = f"AGREES  certificate: 1 files, {TASKS} items and "
    assert said.out.startswith(agrees)
    assert f"payouts agree; project {sold}: {2 * TASKS} answers" in said.out


def test_a_changed_label_is_named_by_its_key(server: ServerProcess, exported: Path) -> None:
    import pyarrow.parquet as pq

    table = pq.read_table(exported)
    rows = table.to_pylist()
    rows[3]["label"] = str(1 - int(rows[3]["label"]))
    pq.write_table(table.from_pylist(rows, table.schema), exported)
    said = checked(server, exported)
    assert said.code == Exit.DISAGREES
    assert f"row with key {rows[3]['key']!r}: hash of label, result and confidence" in said.out


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"credited": ', '"credited": 1', "credited"),
        ('"transaction": "0x', '"transaction": "0x0', "transaction"),
        ('"confidence":"', '"confidence":"9', "certified"),
        ('"manifest_hash": "0x', '"manifest_hash": "0x1', "manifest on chain"),
    ],
)
def test_a_certificate_that_lies_is_caught(
    server: ServerProcess, exported: Path, old: str, new: str, problem: str
) -> None:
    file = exported.with_name("copy.parquet.certificate.json")
    file.write_text(file.read_text().replace(old, new, 1))
    said = checked(server, exported)
    assert (said.code, problem in said.out) == (Exit.DISAGREES, True), said


def test_a_file_that_is_no_certificate_is_refused(server: ServerProcess, exported: Path) -> None:
    exported.with_name("copy.parquet.certificate.json").write_text("{}")
    said = checked(server, exported)
    assert (said.code, "is no dataset certificate" in said.err) == (Exit.REFUSED, True)


def test_an_export_that_cannot_be_written_is_named(server: ServerProcess, sold: int) -> None:
    words = ("project", "export", sold, "--out", server.home / "none" / "x", "--home", server.home)
    said = labelfield(*words)
    assert said.code == Exit.REFUSED
    assert "x cannot be written: its folder is not there" in said.err


def test_answers_that_were_exported_can_be_scored(
    server: ServerProcess, sold: int, tmp_path: Path
) -> None:
    out = tmp_path / "answers.csv"
    words = ("project", "export", sold, "--out", out, "--format", "answers-csv")
    done(*words, "--home", server.home)
    assert done("score", out, "--json").json["answers"] == 2 * TASKS


def test_a_complete_project_verifies(server: ServerProcess, sold: int) -> None:
    said = done("verify", sold, "--home", server.home)
    assert said.out.startswith(f"AGREES  project {sold}: {2 * TASKS} answers of 2 labelers")
    assert f"project {sold}, checkpoint 1" in said.err
    report = done("verify", sold, "--home", server.home, "--json").json
    assert report["agrees"] is True
    assert report["final"] is True


def test_an_outsider_verifies_from_rpc_pool_and_store(server: ServerProcess, sold: int) -> None:
    facts = json.loads((server.home / "deployment.json").read_text())
    words = ("--rpc", facts["rpc_url"], "--pool", facts["pool"], "--store", facts["store"])
    assert done("verify", sold, *words).out.startswith("AGREES")
    first = labelfield("verify", sold, *words, "--from-block", facts["block"] + 10_000)
    assert (first.code, "from block" in first.err) == (Exit.REFUSED, True)


def copied_store(server: ServerProcess, folder: Path) -> Path:
    return Path(shutil.copytree(server.home / "store", folder / "store"))


def records(store: Path, server: ServerProcess, number: int) -> list[Path]:
    """Return the files of a project's records."""
    facts = done("project", "show", number, "--home", server.home, "--json").json
    names = {f"{checkpoint['record']}" for checkpoint in facts["checkpoints"]}
    found = [path for path in store.rglob("*") if path.name in names]
    assert len(found) == len(names) > 0
    return found


def test_a_changed_record_ends_verify_with_1(
    server: ServerProcess, sold: int, tmp_path: Path
) -> None:
    store = copied_store(server, tmp_path)
    file = records(store, server, sold)[0]
    file.write_bytes(file.read_bytes()[:-1] + b"\x01")
    words = ("verify", sold, "--home", server.home, "--store", f"folder:{store}")
    said = labelfield(*words)
    assert said.code == Exit.DISAGREES
    assert said.out.startswith(f"DISAGREES  project {sold}, checkpoint 1: record: expected")
    assert labelfield(*words, "--json").json["agrees"] is False


def test_a_record_that_is_missing_ends_verify_with_1(
    server: ServerProcess, sold: int, tmp_path: Path
) -> None:
    store = copied_store(server, tmp_path)
    records(store, server, sold)[0].unlink()
    said = labelfield("verify", sold, "--home", server.home, "--store", f"folder:{store}")
    assert said.code == Exit.DISAGREES
    assert "checkpoint 1: record: expected the object 0x" in said.out


def test_a_running_project_whose_records_are_sealed_ends_verify_with_3(
    server: ServerProcess, tmp_path: Path
) -> None:
    texts = {f"sealed {number}": str(number % 2) for number in range(TASKS)}
    tasks = tmp_path / "tasks.csv"
    tasks.write_text("text\n" + "\n".join(texts) + "\n")
    said = created(server, tasks, TEXT_CONFIG, "--price", "0.50")
    number = funded(server, said["manifest_hash"])
    submit_all(server, number, TEXT_CONFIG, texts, leave="sealed 3")
    home = ("--home", server.home, "--json")
    wait_until(lambda: done("project", "show", number, *home).json["checkpoints"])
    said = labelfield("verify", number, "--home", server.home)
    assert said.code == Exit.NOT_YET
    assert "sealed until their opening" in said.out
    assert labelfield("verify", number, *home).json["agrees"] is None


def test_a_folder_of_images_becomes_a_dataset(server: ServerProcess, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for file in sorted((DATA / "digits" / "images").iterdir())[:3]:
        shutil.copy(file, folder)
    said = created(server, folder, IMAGE_CONFIG)
    number = funded(server, said["manifest_hash"])
    label_everything(server, number, IMAGE_CONFIG, {})
    out = tmp_path / "out.csv"
    done("project", "export", number, "--out", out, "--format", "csv", "--home", server.home)
    assert {row["label"] for row in csv.DictReader(out.open())} == {"1"}
    assert done("verify", number, "--home", server.home, "--json").json["labels"] == 3


def test_a_label_studio_export_is_opened_with_a_key_of_ones_own(
    server: ServerProcess, tmp_path: Path
) -> None:
    key, password = tmp_path / "key.json", {"LABELFIELD_PASSWORD": "right"}
    address = done("wallet", "create", key, **password).out.strip()
    truth = {"ground_truth": True, "result": answer_of(parse_config(TEXT_CONFIG), "1")}
    tasks = [
        {"id": 1, "data": {"text": "good"}, "annotations": [truth]},
        {"id": 2, "data": {"text": "bad"}},
    ]
    file = tmp_path / "export.json"
    file.write_text(json.dumps(tasks))
    (tmp_path / "config.xml").write_text(TEXT_CONFIG)
    words = ("project", "create", file, "--config", tmp_path / "config.xml", "--title", "Moods")
    words += ("--price", "$0.01", "--key-file", key, "--home", server.home)
    said = done(*words, **password)
    assert "tasks     2, gold 1" in said.out
    draft = said.out.split()[1]
    assert "wrong password" in labelfield(*words, LABELFIELD_PASSWORD="wrong").err
    fund = ("project", "fund", draft, "--key-file", key, "--home", server.home, "--json")
    number = done(*fund, **password).json["project"]
    show = ("project", "show", number)
    named = {
        "LABELFIELD_URL": server.url,
        "LABELFIELD_API_KEY": (server.home / "api.key").read_text(),
    }
    assert f"project   {number}, " in done(*show, **named).out
    close = ("project", "close", number, "--home", server.home)
    assert "NotRequester" in labelfield(*close).err
    assert address
    assert done(*close, "--key-file", key, "--json", **password).json["project"] == number


def test_what_was_not_earned_comes_back_after_the_notice(
    server: ServerProcess, tmp_path: Path
) -> None:
    home = ("--home", server.home)
    (tmp_path / "tasks.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n')
    said = created(server, tmp_path / "tasks.jsonl", TEXT_CONFIG)
    number = funded(server, said["manifest_hash"], "--amount", "0.25")
    added = done("project", "fund", number, "--amount", "0.50", *home)
    assert "added         $0.50" in added.out
    close = ("project", "close", number, *home)
    notice = done(*close, "--json").json
    assert notice["refund_from_s"] > 0
    early = labelfield(*close, "--json")
    assert early.code == Exit.NOT_YET
    assert 0 < early.json["refund_in_s"] <= 300
    assert re.search(r"refund in     (\d min|\d+ s)", labelfield(*close).out)
    show = ("project", "show", number, *home, "--json")
    wait_until(lambda: done(*show).json["state"] == "complete")
    rpc = Rpc(json.loads((server.home / "deployment.json").read_text())["rpc_url"])
    rpc.ask("evm_increaseTime", hex(301))
    rpc.ask("evm_mine")
    assert "refunded      $0.75" in done(*close).out
    assert done(*close, "--json").json == {"project": number, "state": "refunded"}
    unjudged = labelfield("verify", number, *home, "--json")
    assert (unjudged.code, unjudged.json["agrees"]) == (Exit.NOT_YET, None)
