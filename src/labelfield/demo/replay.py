"""Replays a crowd: every wallet leases, signs and submits over HTTP like anyone else."""

import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from labelfield.api.models import Lease
from labelfield.demo.crowd import Crowd, wallet_of
from labelfield.demo.projects import RTE_CONFIG, task_text
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.errors import LabelfieldError
from labelfield.protocol.ids import ProjectNumber, TaskId
from labelfield.protocol.tasks import Task, task_id
from labelfield.sdk.labeler import Labeler

THREADS = 6
TASKS_A_TURN = 10
ANSWERS_A_REQUEST = 5
"""A batch is signed once and gets a receipt for each answer, as from the page's outbox."""
AT_ONCE = 24
"""Labelers at work at the same time; the next comes when one has nothing left to do."""


@dataclass(slots=True)
class ReplayStatus:
    """What has happened so far; threads add to it under its lock."""

    receipts: int = 0
    latencies_s: list[float] = field(default_factory=list)
    """From sending a batch of answers to holding its checked receipts."""
    error: LabelfieldError | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Replay:
    """The crowd at work on one project."""

    def __init__(self, url: str, project: ProjectNumber, crowd: Crowd, seed: int) -> None:
        self._url = url
        self._project = project
        self._crowd = crowd
        self._seed = seed
        self._config = parse_config(RTE_CONFIG)
        self._keys = {task_id(Task(key, {"text": task_text(key)})): key for key in crowd.truth}
        self._turns = deque(crowd.answers)
        self._left = len(crowd.answers)
        self.status = ReplayStatus()
        self.labelers: dict[str, Labeler] = {}

    def start(self) -> list[threading.Thread]:
        """Start the threads and return them."""
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        return threads

    def close(self) -> None:
        """End everybody's connection."""
        for labeler in self.labelers.values():
            labeler.close()

    def _work(self) -> None:
        while self._left and self.status.error is None:
            worker = self._take()
            if worker is None:
                time.sleep(0.01)
                continue
            try:
                self._return(worker, self._turn(worker))
            except LabelfieldError as error:
                self.status.error = error

    def _take(self) -> str | None:
        with self.status.lock:
            return self._turns.popleft() if self._turns else None

    def _return(self, worker: str, more: bool) -> None:
        """Who has more to do comes again after the others who are at work."""
        with self.status.lock:
            if more:
                self._turns.insert(AT_ONCE - THREADS, worker)
            else:
                self._left -= 1

    def _turn(self, worker: str) -> bool:
        """Let one labeler answer some tasks; return whether there may be more for it."""
        labeler = self._labeler(worker)
        leases = labeler.lease(self._project, TASKS_A_TURN)
        for start in range(0, len(leases), ANSWERS_A_REQUEST):
            some = leases[start : start + ANSWERS_A_REQUEST]
            self._answer(labeler, some, self._crowd.answers[worker])
        return bool(leases)

    def _answer(
        self, labeler: Labeler, leases: Sequence[Lease], answers: Mapping[str, str]
    ) -> None:
        keys = [self._keys[TaskId(lease.task)] for lease in leases]
        given = [
            (lease.task, answer_of(self._config, answers[key]))
            for lease, key in zip(leases, keys, strict=True)
        ]
        started = time.perf_counter()
        receipts = labeler.submit(self._project, given)
        elapsed_s = time.perf_counter() - started
        with self.status.lock:
            self.status.receipts += len(receipts)
            self.status.latencies_s.append(elapsed_s)

    def _labeler(self, worker: str) -> Labeler:
        labeler = self.labelers.get(worker)
        if labeler is None:
            labeler = Labeler(self._url, wallet_of(worker, self._seed))
            labeler.log_in()
            labeler.join(self._project)
            self.labelers[worker] = labeler
        return labeler
