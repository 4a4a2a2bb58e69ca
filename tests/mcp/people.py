"""People who answer the desk's questions: wallets that label whatever project is open."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from labelfield.demo.crowd import wallet_of
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config
from labelfield.sdk.errors import SdkError
from labelfield.sdk.labeler import Labeler
from labelfield.sdk.requester import Requester

Opinion = Callable[[str, dict[str, object]], str | None]
"""What somebody, by name, says of a task's data; None skips it."""


@contextmanager
def answering(url: str, api_key: str, names: tuple[str, ...], opinion: Opinion) -> Iterator[None]:
    """Let people answer all open projects as long as the context lasts."""
    ended = threading.Event()
    threads = [
        threading.Thread(target=_work, args=(url, api_key, name, opinion, ended)) for name in names
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _work(url: str, api_key: str, name: str, opinion: Opinion, ended: threading.Event) -> None:
    labeler = Labeler(url, wallet_of(name, seed=51))
    labeler.log_in()
    requester = Requester(url, api_key)
    joined: set[int] = set()
    while not ended.wait(0.2):
        try:
            for project in labeler.projects().projects:
                if project.state == "open":
                    _label(labeler, requester, project.project, joined, (name, opinion))
        except SdkError:
            continue  # it closed in the meantime
    labeler.close()
    requester.close()


def _label(
    labeler: Labeler,
    requester: Requester,
    project: int,
    joined: set[int],
    who: tuple[str, Opinion],
) -> None:
    name, opinion = who
    if project not in joined:
        labeler.join(project)
        joined.add(project)
    leases = labeler.lease(project, 20)
    config = parse_config(requester.project(project).config)
    said = [(lease.task, opinion(name, lease.data)) for lease in leases]
    answers = [(task, answer_of(config, label)) for task, label in said if label is not None]
    if answers:
        labeler.submit(project, answers)
