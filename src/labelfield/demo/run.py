"""The demonstration from start to end."""

import json
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from labelfield.api.progress_models import Progress
from labelfield.chain.anvil import DEV_KEYS
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Sender
from labelfield.demo.board import UNITS, Board, Outcome, outcome_table, page_lines
from labelfield.demo.crowd import Crowd, hidden_gold
from labelfield.demo.errors import Disagreement
from labelfield.demo.patience import Patience
from labelfield.demo.projects import Requesting, open_digits, open_rte, open_spans
from labelfield.demo.replay import Replay
from labelfield.demo.server_process import ServerProcess, running_server
from labelfield.demo.spans import label_spans
from labelfield.protocol.ids import ProjectNumber
from labelfield.requesting.exporting import export
from labelfield.requesting.finished import read_published
from labelfield.sdk.labeler import Labeler
from labelfield.sdk.requester import Requester
from labelfield.verify.project import Report, verify_project

GOLD_PERCENT = 5
REQUESTER_KEY = DEV_KEYS[3]
CASH_OUTS = 7
PATIENCE_S = 60.0
"""Seconds without progress after which something is wrong, however slow the machine."""
LOOK_EVERY_S = 0.7
EXPORTS = {"jsonl": "rte.jsonl", "csv": "rte.csv", "label-studio": "rte-label-studio.json"}
OPENING_INTERVAL_S = 5
"""Short, so that records are opened while one watches."""


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What the command line says."""

    stay: bool
    seed: int
    host: str
    port: int
    public_url: str | None
    home: Path | None
    storage: str = "greenfield"


@dataclass(frozen=True, slots=True)
class _Setting:
    """Everything the acts of the demonstration share."""

    console: Console
    server: ServerProcess
    pool: Pool
    first_block: int
    store_url: str
    client: Requester
    sender: Sender
    options: DemoOptions


def run_demo(options: DemoOptions, crowd: Crowd) -> None:
    """Run the demonstration; raise Disagreement or a VerifyError when something does not agree."""
    console = Console()
    with _home(options) as home, _started(console, options, home) as setting:
        replayed, digits, names = _open_projects(setting, crowd)
        if options.stay:
            console.print(page_lines(setting.server.url, digits))
        started = time.monotonic()
        outcome = _replayed_job(setting, crowd, replayed)
        console.print(outcome_table(outcome, time.monotonic() - started))
        _spans_job(setting, names)
        _verify_digits(setting, digits)
        if options.stay:
            _stay(setting, digits)


def _replayed_job(setting: _Setting, crowd: Crowd, project: ProjectNumber) -> Outcome:
    with closing(Replay(setting.server.url, project, crowd, setting.options.seed)) as replay:
        progress = _watch_replay(setting, replay, project)
        cash_out_s = _cash_out_some(setting, replay)
    setting.console.print("verifying from the chain and the public store alone")
    report = verify_project(setting.pool, project, setting.first_block, setting.store_url)
    _check(report, crowd, progress)
    right, judged, labels = _export(setting, project, crowd)
    return Outcome(
        report=report,
        progress=progress,
        labels=labels,
        judged=judged,
        right=right,
        receipt_ms=statistics.median(replay.status.latencies_s) * 1000,
        cash_out_s=cash_out_s,
        exports=_exports_folder(setting.options),
    )


def _spans_job(setting: _Setting, project: ProjectNumber) -> None:
    """Let a small crowd mark names, and show that spans are paid for what they are worth."""
    people = label_spans(setting.server.url, project, setting.options.seed)
    patience = Patience(PATIENCE_S, f"project {project} is not complete")
    while (progress := setting.client.progress(project)).state != "complete":
        patience.look(progress)
        time.sleep(LOOK_EVERY_S)
    report = verify_project(setting.pool, project, setting.first_block, setting.store_url)
    credits = [setting.pool.credit_of(labeler) for labeler in people]
    if not report.final or sum(credits) != report.credited or min(credits[:-1]) <= credits[-1]:
        raise Disagreement(f"project {project} paid {credits}, the record shows {report}")
    least, careless = min(credits[:-1]) / UNITS, credits[-1] / UNITS
    setting.console.print(
        f"project {project}, names marked in sentences: {report.answers} answers agree with the "
        f"chain; each good labeler earned ${least:.4f} or more, who marked anything "
        f"${careless:.4f}"
    )


def _verify_digits(setting: _Setting, project: ProjectNumber) -> None:
    """Whoever watches may have been paid already."""
    report = verify_project(setting.pool, project, setting.first_block, setting.store_url)
    setting.console.print(f"project {project} agrees too: {report.answers} answers so far")


@contextmanager
def _home(options: DemoOptions) -> Iterator[Path]:
    """Yield the folder of the demonstration; one that nobody named is deleted afterwards."""
    if options.home is not None:
        yield options.home
        return
    folder = Path(tempfile.mkdtemp(prefix="labelfield-demo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(console: Console, options: DemoOptions, home: Path) -> Iterator[_Setting]:
    console.print("starting chain, storage, server and page")
    arguments = ["--host", options.host, "--port", str(options.port)]
    arguments += ["--opening-interval-s", str(OPENING_INTERVAL_S)]
    arguments += ["--storage", options.storage]
    if options.public_url:
        arguments += ["--public-url", options.public_url]
    with running_server(home, arguments) as server:
        facts = json.loads((home / "deployment.json").read_text())
        client = Requester(server.url, (home / "api.key").read_text().strip())
        try:
            yield _Setting(
                console=console,
                server=server,
                pool=Pool(facts["rpc_url"], facts["pool"]),
                first_block=facts["block"],
                store_url=facts["store"],
                client=client,
                sender=Sender(facts["rpc_url"], REQUESTER_KEY),
                options=options,
            )
        finally:
            client.close()


def _open_projects(
    setting: _Setting, crowd: Crowd
) -> tuple[ProjectNumber, ProjectNumber, ProjectNumber]:
    scratch = setting.server.home / "scratch"
    scratch.mkdir(exist_ok=True)
    requesting = Requesting(setting.client, setting.pool, setting.sender, scratch)
    seed = setting.options.seed
    gold = hidden_gold(crowd, GOLD_PERCENT, seed)
    digits = open_digits(requesting, seed)
    replayed = open_rte(requesting, crowd, gold, seed)
    names = open_spans(requesting)
    _wait_until_served(setting, names)
    setting.console.print(
        f"project {replayed}: {len(crowd.truth)} tasks, {len(gold)} of them hidden gold; "
        f"{len(crowd.answers)} labelers come with their wallets"
    )
    return replayed, digits, names


def _wait_until_served(setting: _Setting, project: ProjectNumber) -> None:
    patience = Patience(PATIENCE_S, f"the server does not see project {project} on chain")
    while all(found.project != project for found in setting.client.projects().projects):
        patience.look(None)
        time.sleep(0.05)


def _watch_replay(setting: _Setting, replay: Replay, project: ProjectNumber) -> Progress:
    """Show the replay until every answer is settled and credited; return the last look."""
    threads = replay.start()
    patience = Patience(PATIENCE_S, f"project {project} is not complete")
    with Board(setting.console) as board:
        while True:
            progress = setting.client.progress(project)
            board.show(replay.status, progress)
            if replay.status.error is not None:
                raise replay.status.error
            if progress.state == "complete" and not any(thread.is_alive() for thread in threads):
                return progress
            patience.look((replay.status.receipts, progress))
            time.sleep(LOOK_EVERY_S)


def _cash_out_some(setting: _Setting, replay: Replay) -> float:
    """Let some labelers cash out, one after another; return the median time to tokens."""
    times = []
    richest = sorted(
        replay.labelers.values(), key=lambda labeler: labeler.earnings().owed, reverse=True
    )
    for labeler in richest[:CASH_OUTS]:
        earnings = labeler.earnings()
        amount = earnings.owed - earnings.withdrawn
        before = setting.pool.token_balance(labeler.address)
        started = time.monotonic()
        labeler.cash_out(labeler.address, amount)
        expected = before + (amount - labeler.pool.relay_fee) * setting.pool.unit
        _wait_for_tokens(setting, labeler, expected)
        times.append(time.monotonic() - started)
    return statistics.median(times)


def _wait_for_tokens(setting: _Setting, labeler: Labeler, expected: int) -> None:
    patience = Patience(PATIENCE_S, f"{labeler.address} was not paid {expected} base units")
    while (found := setting.pool.token_balance(labeler.address)) != expected:
        patience.look(found)
        time.sleep(0.02)


def _check(report: Report, crowd: Crowd, progress: Progress) -> None:
    given = sum(len(answers) for answers in crowd.answers.values())
    if report.answers != given or not report.final or report.labels != len(crowd.truth):
        raise Disagreement(f"{given} answers were given, the record shows {report}")
    if report.credited != progress.credited or progress.credited != progress.owed:
        raise Disagreement(f"owed {progress.owed}, credited {report.credited} on chain")


def _export(setting: _Setting, project: ProjectNumber, crowd: Crowd) -> tuple[int, int, int]:
    """Write the dataset in three formats; return (right, judged, labels) outside hidden gold."""
    published = read_published(setting.pool, setting.first_block, project)
    folder = _exports_folder(setting.options)
    folder.mkdir(parents=True, exist_ok=True)
    for file_format, name in EXPORTS.items():
        export(published, file_format, folder / name)
    items = list(published.finished.items())
    gold = hidden_gold(crowd, GOLD_PERCENT, setting.options.seed)
    judged = [item for item in items if item.key not in gold]
    right = sum(item.label == crowd.truth[item.key] for item in judged)
    return right, len(judged), sum(item.label is not None for item in items)


def _exports_folder(options: DemoOptions) -> Path:
    """Where the dataset stays when the demonstration is over."""
    return options.home / "exports" if options.home else Path("labelfield-demo").resolve()


def _stay(setting: _Setting, digits: ProjectNumber) -> None:
    setting.console.print(page_lines(setting.server.url, digits))
    home = f"--home {setting.server.home}"
    setting.console.print(f"look at it:   labelfield project show {digits} {home}", soft_wrap=True)
    setting.console.print(f"close it:     labelfield project close {digits} {home}", soft_wrap=True)
    setting.console.print(f"verify it:    labelfield verify {digits} {home}", soft_wrap=True)
    setting.console.print("Ctrl-C ends the demonstration.")
    threading.Event().wait()
