"""The settlement worker: hears the chain, settles, credits, opens records, relays, proves.

One thread, one step after another; every step finds its work in the database or on the chain, so
it may die anywhere and start again. It looks in snapshots, beside whoever writes: a project in
which nothing happens takes no transaction. Of several servers on one database the one whose turn
it is does this; when it dies, another has the turn.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar

from sqlalchemy import Connection

from labelfield.chain.errors import ChainError, ChainUnreachable
from labelfield.chain.events import PaidOut, ProjectOpened, Withdrawn
from labelfield.chain.pool import Pool
from labelfield.chain.pool_state import ProjectState
from labelfield.chain.transactions import Sender
from labelfield.db import projects as projects_db
from labelfield.db.errors import DatabaseError, DatabaseUnreachable, TurnLost
from labelfield.db.projects import get_project_by_id
from labelfield.db.totals import check_term, get_totals, next_term, set_heard_block
from labelfield.db.withdrawals import queued_withdrawals
from labelfield.formats.concluded import Project
from labelfield.formats.published import DATASET_OBJECT
from labelfield.protocol.manifest import parse_manifest
from labelfield.publish.dataset import write_dataset
from labelfield.server import (
    appeal_window,
    checkpointing,
    disputes,
    openings,
    relaying,
    settlement,
)
from labelfield.server.context import Coordinator, ProjectFacts, project_facts
from labelfield.server.high_water import raise_mark
from labelfield.server.settling_pace import SettlingPace

Found = TypeVar("Found")

log = logging.getLogger("labelfield.worker")

ACTIVE = ("open", "closing")
BLOCKS_READ_AGAIN = 16
"""Blocks whose events are read once more, for they may have been others' before a fork."""
Tip = tuple[int, str | None]
"""Number and hash of a newest block."""
_NO_TIP: Tip = (0, None)
LOOK_S = 0.25
"""Pause between two looks for withdrawals that another server took."""


class Worker:
    """The thread that turns accepted answers into money."""

    def __init__(
        self,
        coordinator: Coordinator,
        pool: Pool,
        checkpoint_key: bytes,
        relayer_key: bytes,
        first_block: int,
        pace: SettlingPace | None = None,
    ) -> None:
        self._shared = coordinator
        self._coordinator = coordinator
        """The same behind a fence: it writes nothing after the term of this worker."""
        self._turn = coordinator.writer.turn()
        self._holding: int | None = None
        self._pool = pool
        self._checkpointer = Sender(pool.rpc_url, checkpoint_key)
        self._relayer = Sender(pool.rpc_url, relayer_key)
        self._first_block = first_block
        self._heard_block = first_block - 1
        self._heard_tip = _NO_TIP
        self._tips = [_NO_TIP]
        """Newest blocks when the last round heard and when it ended: others in their places mean a
        fork; at the start there may have been one."""
        self._pace = pace or SettlingPace()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="settlement", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End after the step that is under way."""
        self._stopping.set()
        self._coordinator.wake.set()
        self._thread.join()
        self._turn.close()

    def step(self) -> None:
        """Do everything that is due now; what fails for one project holds up no other."""
        self._mark()
        self._listen()
        for facts in self._active():
            self._attempt(f"project {facts.number}", partial(self._serve, facts))
        for number in self._provable():
            self._attempt(f"proving project {number}", partial(self._prove, number))
        self._attempt("paying out", self._relay)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                if self._has_turn():
                    with self._coordinator.metrics.rounds.time():
                        self.step()
            except TurnLost:
                log.warning("another server settles now")
            except DatabaseUnreachable as error:
                self._shared.metrics.settling.set(False)
                log.warning("nobody is credited, trying again: %s", error)
            except ChainError as error:
                log.warning("the chain does not do its part, trying again: %s", error)
            except Exception:  # the thread must live on, or nobody is paid
                self._coordinator.metrics.failures.inc()
                log.exception("a settlement step failed, trying again")
            self._pause()

    def _has_turn(self) -> bool:
        """Ask for the turn; a new holding of it begins a term, which ends any other's."""
        holding = self._turn.take()
        if holding is not None and holding != self._holding:
            term = self._shared.writer.run(next_term)
            fenced = self._shared.writer.fenced(partial(check_term, term=term))
            self._coordinator = replace(self._shared, writer=fenced)
            heard = self._shared.writer.read(get_totals).heard_block
            self._heard_block = self._first_block - 1 if heard is None else heard
            self._tips = [_NO_TIP]
            log.info("this server settles, term %s", term)
            projects = self._shared.writer.read(partial(projects_db.list_projects, states=ACTIVE))
            settlement.load_compiled(max((row.accepted for row in projects), default=0))
        self._holding = holding
        self._shared.metrics.settling.set(holding is not None)
        return holding is not None

    def _pause(self) -> None:
        """Wait until there may be something to do: work, or a withdrawal at another server."""
        wake, until = self._shared.wake, time.monotonic() + self._shared.settings.settle_interval_s
        while not wake.wait(min(LOOK_S, self._shared.settings.settle_interval_s)):
            if time.monotonic() >= until or (self._holding and self._ordered()):
                break
        wake.clear()

    def _ordered(self) -> bool:
        """Tell whether a withdrawal waits, which any server may have taken."""
        try:
            return bool(self._shared.writer.read(queued_withdrawals))
        except DatabaseError:
            return False  # the next step says what is the matter

    def _attempt(self, what: str, act: Callable[[], None]) -> None:
        try:
            act()
        except (ChainUnreachable, DatabaseUnreachable, TurnLost):
            raise  # the others would fail alike
        except ChainError as error:
            log.warning("%s must wait: %s", what, error)
        except Exception:  # whatever it is, the next project is served
            self._coordinator.metrics.failures.inc()
            log.exception("%s failed, trying again", what)

    def _serve(self, facts: ProjectFacts) -> None:
        if self._coordinator.watch.halted:
            self._end(facts)
            return
        self._settle(facts)
        self._credit(facts)
        while self._open(facts):  # which may make room for more credits
            self._credit(facts)
        self._await_appeals(facts)
        self._complete(facts)

    def _await_appeals(self, facts: ProjectFacts) -> None:
        window_s = self._coordinator.settings.appeal_window_s
        if self._look(partial(appeal_window.may_begin, facts=facts)):
            begin = partial(appeal_window.begin, window_s=window_s, now_s=int(time.time()))
            self._transact(partial(begin, facts=facts))

    def _relay(self) -> None:
        """Pay out; after a fork also what was paid on the branch that is gone."""
        forked = any(self._pool.block_hash(block) != known for block, known in self._tips)
        if forked:
            relaying.look_again(self._coordinator, self._pool)
        relaying.relay_withdrawals(self._coordinator, self._pool, self._relayer)
        self._tips = [self._heard_tip, self._newest()]

    def _newest(self) -> Tip:
        block = self._pool.block_number()
        return block, self._pool.block_hash(block)

    def _listen(self) -> None:
        """Note new projects, payments, deposits and close requests."""
        self._heard_tip = self._newest()
        block = self._heard_tip[0]
        if block > self._heard_block:
            first = max(self._first_block, self._heard_block + 1 - BLOCKS_READ_AGAIN)
            opened = self._pool.projects_opened(first, block)
            paid: tuple[Withdrawn | PaidOut, ...] = (
                *self._pool.withdrawals(first, block),
                *self._pool.payouts(first, block),
            )
            store_url = self._coordinator.store_url
            if opened:
                self._transact(lambda connection: _note_opened(connection, opened, store_url))
            if paid:
                self._transact(partial(relaying.note_withdrawn, paid=paid, now_s=int(time.time())))
            disputes.hear_disputes(self._coordinator, self._pool, first, block)
            self._transact(partial(set_heard_block, block=block))
            self._heard_block = block
        for facts in self._active():
            state = self._pool.project(facts.number)
            self._note_state(facts, state)
            openings.note_openings(self._coordinator, self._pool, facts, state)

    def _mark(self) -> None:
        """Remember outside the database how many receipts it holds."""
        coordinator = self._coordinator
        receipts = coordinator.writer.read(lambda connection: int(get_totals(connection).receipts))
        raise_mark(coordinator.settings.home, receipts)

    def _active(self) -> list[ProjectFacts]:
        def find(connection: Connection) -> list[ProjectFacts]:
            rows = projects_db.list_projects(connection, ACTIVE)
            return [project_facts(self._coordinator, connection, row.number)[0] for row in rows]

        return self._look(find)

    def _note_state(self, facts: ProjectFacts, state: ProjectState) -> None:
        project = self._look(partial(get_project_by_id, project_id=facts.project_id))
        closing = bool(state.closes_at_s) and project.state == "open"
        if closing or project.deposit != state.deposit:
            self._transact(partial(_store_state, facts=facts, state=state))

    def _settle(self, facts: ProjectFacts) -> None:
        if self._pace.is_due(facts.project_id, time.monotonic()):
            before_s = time.process_time()
            window_s = self._coordinator.settings.appeal_window_s
            settlement.settle_due(self._coordinator.writer, facts, window_s)
            took_s = time.process_time() - before_s
            self._pace.note(facts.project_id, took_s, time.monotonic())

    def _credit(self, facts: ProjectFacts) -> None:
        now_s = int(time.time())
        checkpointing.send_again(self._coordinator, self._pool, self._checkpointer, facts)
        due, prepare = (
            partial(step, self._coordinator, facts=facts, now_s=now_s)
            for step in (checkpointing.due, checkpointing.prepare)
        )
        while (
            checkpointing.advance(
                self._coordinator, self._pool, self._checkpointer, self._relayer, facts
            )
            and self._look(due) is not None
            and self._transact(prepare)
        ):
            pass

    def _open(self, facts: ProjectFacts) -> bool:
        return openings.open_due(
            self._coordinator, self._pool, self._checkpointer, facts, int(time.time())
        )

    def _provable(self) -> list[int]:
        time_s = self._coordinator.watch.time_s
        return self._look(partial(openings.provable, chain_time_s=time_s))

    def _prove(self, number: int) -> None:
        openings.prove_due(self._coordinator, self._pool, self._relayer, number)

    def _end(self, facts: ProjectFacts) -> None:
        """Open what is on chain already; nothing else can be done for a halted operator."""
        self._credit(facts)
        if not self._transact(lambda connection: disputes.end_if_opened(connection, facts)):
            self._open(facts)
            self._transact(lambda connection: disputes.end_if_opened(connection, facts))

    def _complete(self, facts: ProjectFacts) -> None:
        """Publish the dataset once everything is credited and every record is open."""
        if not self._look(partial(openings.is_complete, facts=facts)):
            return
        project = self._look(partial(get_project_by_id, project_id=facts.project_id))
        terms = Project(project.manifest_hash, facts.config, facts.manifest.scoring)
        with NamedTemporaryFile(dir=self._coordinator.settings.home) as file:
            self._look(  # beside what is written: of this project nothing is
                lambda connection: write_dataset(connection, facts.project_id, terms, file)
            )
            file.flush()
            self._coordinator.store.put_file(facts.bucket, DATASET_OBJECT, Path(file.name))
        self._transact(
            lambda connection: projects_db.set_state(connection, facts.project_id, "complete")
        )

    def _look(self, use_case: Callable[[Connection], Found]) -> Found:
        return self._coordinator.writer.read(use_case)

    def _transact(self, use_case: Callable[[Connection], Any]) -> Any:
        return self._coordinator.writer.run(use_case)


def _note_opened(connection: Connection, opened: Sequence[ProjectOpened], store_url: str) -> None:
    """Open the drafts that were opened on chain under the terms that their manifests state."""
    for event in opened:
        draft = projects_db.get_draft(connection, event.manifest_hash)
        if draft is None:
            if projects_db.get_project(connection, event.project) is None:
                log.error(
                    "project %s was opened with a manifest of which no draft waits here: it gets "
                    "no labels, and its requester should close it",
                    event.project,
                )
            continue
        agreed = parse_manifest(draft.manifest_json)
        found = (event.fee_bps, event.max_unopened, event.store)
        if found != (agreed.fee_bps, agreed.max_unopened, store_url):
            log.warning("project %s was opened under other terms than its draft's", event.project)
            continue
        projects_db.open_project(
            connection, event.manifest_hash, event.requester, event.project, event.deposit
        )


def _store_state(connection: Connection, facts: ProjectFacts, state: ProjectState) -> None:
    projects_db.set_deposit(connection, facts.project_id, state.deposit)
    project = get_project_by_id(connection, facts.project_id)
    if state.closes_at_s and project.state == "open":
        projects_db.set_state(connection, facts.project_id, "closing")
