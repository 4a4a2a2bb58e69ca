"""A project before money moves: checked tasks, a quote, and the step that opens it."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labelfield.api.quote_models import AnswersWanted, QuoteFacts, QuoteRequest
from labelfield.chain.calls import ProjectTerms
from labelfield.labeling.config import classes, is_one_choice
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.ids import Hash32
from labelfield.requesting.advice import advice
from labelfield.requesting.money import dollars, parse_dollars
from labelfield.requesting.opening import open_once
from labelfield.requesting.project import Project
from labelfield.sdk.draft import ReadyDraft, send_draft
from labelfield.sdk.requester import Requester

if TYPE_CHECKING:
    from labelfield.requesting.connection import Connection


class Inadvisable(UserWarning):
    """Money is about to move for what is likely not wanted."""


@dataclass(frozen=True)
class Job:
    """Tasks that were checked, with what is asked and paid."""

    connection: "Connection"
    ready: ReadyDraft

    @property
    def tasks(self) -> int:
        """How many tasks there are."""
        return self.ready.tasks

    @property
    def advice(self) -> tuple[str, ...]:
        """What is likely not wanted, in sentences."""
        return advice(self.tasks, self.ready.draft.scoring)

    def quote(self) -> QuoteFacts:
        """Return what it costs at most and probably, how right it will be, how long it takes."""
        draft = self.ready.draft
        terms = QuoteTerms(draft.config, draft.price, draft.answers_per_task)
        return quote_of(self.connection.client, terms, self.tasks)

    def fund(self, amount: str | None = None) -> Project:
        """Send the tasks, lock the money (the most that can be spent) and open the project."""
        for sentence in self.advice:
            warnings.warn(sentence, Inadvisable, stacklevel=2)
        accepted = send_draft(self.connection.client, self.ready)
        units = parse_dollars(amount) if amount else accepted.most_that_can_be_spent
        terms = ProjectTerms(
            Hash32(accepted.manifest_hash), accepted.store, accepted.fee_bps, accepted.max_unopened
        )
        there = self.connection
        number = open_once(there.pool, there.sender, terms, units, there.first_block)
        return Project(there, int(number)).appear()

    def __repr__(self) -> str:
        draft = self.ready.draft
        return (
            f"<Job {draft.title!r}: {self.tasks} tasks, {len(draft.gold)} gold, "
            f"{dollars(draft.price)} an answer>"
        )


@dataclass(frozen=True, slots=True)
class QuoteTerms:
    """What a quote depends on, beside the number of tasks."""

    config_xml: str
    price: int
    answers_per_task: Mapping[str, int]


def quote_of(client: Requester, terms: QuoteTerms, tasks: int) -> QuoteFacts:
    """Return the server's quote for tasks that are not sent."""
    config = parse_config(terms.config_xml)
    count = len(classes(config)) if is_one_choice(config) else 2
    wanted = QuoteRequest(
        tasks=tasks,
        price=terms.price,
        answers_per_task=AnswersWanted(**terms.answers_per_task),
        classes=max(count, 2),
    )
    return client.quote(wanted)
