"""Webhooks: what changed in a requester's projects, posted and signed, tried again, logged.

A thread compares each webhook's projects with what the webhook has seen, and queues posts in the
same transaction that notes it as seen: a crash neither loses nor repeats an event. A post itself
may come twice, where its answer was lost: its id is the same.
"""

import json
import logging
import secrets
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from labelfield.api.webhook_models import (
    Delivery,
    DeliveryList,
    WebhookCreated,
    WebhookFacts,
    WebhookList,
    WebhookRequest,
)
from labelfield.api.webhook_signature import HEADER, sign_post
from labelfield.db import webhooks as webhooks_db
from labelfield.db.errors import DatabaseUnreachable
from labelfield.server import refusals
from labelfield.server.callers import Caller, own_project
from labelfield.server.context import Coordinator
from labelfield.server.errors import OutsideError
from labelfield.server.outside import Limits, check_url, post

LOOK_EVERY_S = 2.0
MOST_WEBHOOKS = 20
MOST_AT_ONCE = 20
SENDERS = 16
"""Receivers to which posts may be under way at once."""
LARGEST_REPLY = 64 * 1024
POST_SECONDS = 10.0
CLAIM_S = 300
"""A post whose sender died is sent again after this."""
WAITS_S = (10, 60, 300, 1_800, 7_200, 21_600, 43_200, 86_400)
"""Before each next try; about two days in all."""
KEPT_S = 30 * 86_400
SHOWN = 100

log = logging.getLogger("labelfield.webhooks")


def create(
    coordinator: Coordinator,
    connection: Connection,
    caller: Caller,
    request: WebhookRequest,
    now_s: int,
) -> WebhookCreated:
    """Return a new webhook with its secret."""
    try:
        check_url(request.url)
    except OutsideError as error:
        raise refusals.Malformed(str(error)) from error
    if request.project is not None:
        own_project(coordinator, connection, caller, request.project)
    if len(webhooks_db.webhooks_of(connection, caller.address)) >= MOST_WEBHOOKS:
        raise refusals.Conflict(f"An account may have {MOST_WEBHOOKS} webhooks.")
    row = webhooks_db.WebhookRow(
        address=caller.address,
        project=request.project,
        url=request.url,
        secret="whsec_" + secrets.token_urlsafe(32),
        events=" ".join(dict.fromkeys(request.events)),
        created_s=now_s,
    )
    identifier = webhooks_db.insert_webhook(connection, row)
    return WebhookCreated(secret=row.secret, facts=_facts(_found(connection, caller, identifier)))


def list_of(connection: Connection, caller: Caller) -> WebhookList:
    """Return the account's webhooks."""
    rows = webhooks_db.webhooks_of(connection, caller.address)
    return WebhookList(webhooks=[_facts(row) for row in rows])


def forget(connection: Connection, caller: Caller, identifier: int) -> None:
    """Delete a webhook and its posts."""
    webhooks_db.delete_webhook(connection, _found(connection, caller, identifier).id)


def queue_test(connection: Connection, caller: Caller, identifier: int, now_s: int) -> None:
    """Queue a post that says it is a test."""
    webhook = _found(connection, caller, identifier)
    _queue(connection, webhook, "test", {"message": "This is a test."}, now_s)


def deliveries(connection: Connection, caller: Caller, identifier: int) -> DeliveryList:
    """Return a webhook's last posts and how they went."""
    webhook = _found(connection, caller, identifier)
    rows = webhooks_db.deliveries_of(connection, webhook.id, SHOWN)
    return DeliveryList(deliveries=[_delivery(row) for row in rows])


def queue_changes(connection: Connection, now_s: int) -> None:
    """Queue a post for everything that webhooks have not seen; forget posts of long ago."""
    webhooks_db.forget_deliveries(connection, now_s - KEPT_S)
    for webhook in webhooks_db.all_webhooks(connection):
        wanted = webhook.events.split()
        for project, seen in webhooks_db.changed_projects(connection, webhook):
            for event in _events(project, seen):
                if event in wanted:
                    _queue(connection, webhook, event, _content(project), now_s)
            webhooks_db.set_seen(connection, webhook.id, project)


class Deliverer:
    """The thread that queues, and a few that send: each receiver's posts go one after another.

    A receiver that is slow, or silent, keeps one of them and none of the other receivers waiting.
    """

    def __init__(self, coordinator: Coordinator) -> None:
        self._coordinator = coordinator
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._senders = ThreadPoolExecutor(SENDERS, thread_name_prefix="webhook")
        self._busy: dict[int, Future[None]] = {}
        """Webhooks to which posts are under way."""

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End after the posts that are under way."""
        self._stopping.set()
        self._thread.join()
        self._senders.shutdown()

    def step(self) -> int:
        """Queue what changed, send what is due to its end, and return how many were tried."""
        tried = self.begin()
        wait(self._busy.values())
        return tried

    def begin(self) -> int:
        """Queue what changed, hand what is due to the senders, and return how many posts."""
        now_s, writer = int(time.time()), self._coordinator.writer
        writer.run(lambda connection: queue_changes(connection, now_s))
        self._busy = {each: sent for each, sent in self._busy.items() if not sent.done()}
        due = writer.run(
            lambda connection: webhooks_db.claim_due(
                connection, now_s, now_s + CLAIM_S, MOST_AT_ONCE, tuple(self._busy)
            )
        )
        for webhook, rows in groupby(sorted(due, key=_order), key=lambda row: row.webhook_id):
            self._busy[webhook] = self._senders.submit(self._send_all, list(rows))
        return len(due)

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            try:
                self.begin()
            except DatabaseUnreachable as error:
                log.warning("webhooks wait: %s", error)
            except Exception:  # the thread must live on, or nobody is told
                log.exception("webhooks failed, trying again")

    def _send_all(self, rows: Sequence[Any]) -> None:
        for row in rows:
            if self._stopping.is_set():
                return  # its claim runs out, and it is sent after the next start
            try:
                outcome = self._send(row)
                change = partial(webhooks_db.set_delivery, identifier=row.id, values=outcome)
                self._coordinator.writer.run(change)
            except Exception:  # the next one may go well
                log.exception("a webhook's post failed, trying again")

    def _send(self, row: Any) -> dict[str, object]:
        now_s = int(time.time())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Labelfield",
            "Labelfield-Delivery": str(row.id),
            "Labelfield-Event": row.event,
            HEADER: sign_post(row.secret, row.body, now_s),
        }
        limits = Limits(LARGEST_REPLY, POST_SECONDS, self._coordinator.settings.trusted_hosts)
        try:
            status = post(row.url, row.body, headers, limits)
        except OutsideError as error:
            return _outcome(row.attempts + 1, None, str(error)[:500], now_s)
        problem = None if 200 <= status < 300 else f"it answers {status}"
        return _outcome(row.attempts + 1, status, problem, now_s)


def _order(row: Any) -> tuple[int, int]:
    return row.webhook_id, row.id


def _outcome(
    attempts: int, status: int | None, problem: str | None, now_s: int
) -> dict[str, object]:
    found: dict[str, object] = {"attempts": attempts, "status": status, "problem": problem}
    if problem is None:
        return found | {"state": "delivered"}
    if attempts > len(WAITS_S):
        return found | {"state": "failed"}
    return found | {"next_s": now_s + WAITS_S[attempts - 1]}


def _events(project: Any, seen: Any) -> list[str]:
    """Return what a project went through since it was last seen, in order."""
    if seen is None:
        return ["project.opened"]
    found = []
    if project.settlements > seen.settlements:
        found.append("project.progress")
    if project.state != seen.state and seen.state == "open":
        found.append("project.closing")
    if project.checkpoints > seen.checkpoints:
        found.append("project.checkpoint")
    if project.opened_checkpoints > seen.opened_checkpoints:
        found.append("project.records_opened")
    if project.state != seen.state and project.state == "complete":
        found.append("project.complete")
    return found


def _content(project: Any) -> dict[str, object]:
    return {
        "project": project.number,
        "state": project.state,
        "accepted_answers": project.accepted,
        "closed_tasks": project.closed_tasks,
        "settlements": project.settlements,
        "checkpoints": project.checkpoints,
        "opened_checkpoints": project.opened_checkpoints,
    }


def _queue(
    connection: Connection, webhook: Any, event: str, content: dict[str, object], now_s: int
) -> None:
    body = json.dumps({"event": event, "time_s": now_s, **content}, separators=(",", ":"))
    webhooks_db.insert_delivery(connection, webhook.id, event, body.encode(), now_s)


def _found(connection: Connection, caller: Caller, identifier: int) -> Any:
    row = webhooks_db.get_webhook(connection, caller.address, identifier)
    if row is None:
        raise refusals.NotFound(f"The account has no webhook {identifier}.")
    return row


def _facts(row: Any) -> WebhookFacts:
    return WebhookFacts(
        id=row.id,
        url=row.url,
        events=row.events.split(),
        project=row.project,
        created_s=row.created_s,
    )


def _delivery(row: Any) -> Delivery:
    return Delivery(
        id=row.id,
        event=row.event,
        state=row.state,
        attempts=row.attempts,
        created_s=row.created_s,
        next_s=row.next_s if row.state == "waiting" else None,
        status=row.status,
        problem=row.problem,
    )
