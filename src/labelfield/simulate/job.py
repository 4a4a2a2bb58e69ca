"""One project and its crowd: opened, labeled over HTTP, settled, credited, verified."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import quoteattr

from labelfield.api.models import Draft, DraftGold, DraftTask, SignedReceipt
from labelfield.collect.objects import read_dataset
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.hashes import keccak
from labelfield.protocol.ids import Address, ProjectNumber
from labelfield.protocol.keys import Key
from labelfield.sdk.labeler import Labeler
from labelfield.simulate.crowd import Crowd, Seat
from labelfield.simulate.economy import Economy
from labelfield.storage.names import bucket_of
from labelfield.verify.project import Report

PRICE = 5_000
"""Half a cent an answer."""
LEASE_S = 86_400
ANSWERS_A_REQUEST = 20
MOST_STEPS = 12
"""To the end of a project, at most."""


@dataclass(frozen=True, slots=True)
class Job:
    """A project, and who comes to it."""

    crowd: Crowd
    gold: Mapping[str, str]
    """Known to the operator and the requester, hidden from everybody else."""
    scoring: Mapping[str, int] = field(default_factory=dict)
    maximum: int | None = None
    """Answers a task; all that the crowd has of the most answered one where not set."""

    def seated(self, seats: Iterable[Seat]) -> "Job":
        """Return the same project with other people."""
        return replace(self, crowd=replace(self.crowd, seats=tuple(seats)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a project."""

    paid: Mapping[str, int]
    """Units credited to each seat."""
    right: int
    judged: int
    """Tasks whose truth the requester did not know."""
    report: Report
    debited: int
    """What the requester paid, fees included."""

    def paid_to(self, names: Iterable[str]) -> int:
        """Return what some seats were paid together."""
        return sum(self.paid[name] for name in names)

    @property
    def accuracy_percent(self) -> float:
        """Of the published labels that are not gold."""
        return 100 * self.right / max(self.judged, 1)


def wallet_of(name: str) -> Key:
    """Return the wallet of a seat."""
    return Key(keccak(f"labelfield laboratory {name}".encode()))


def played(economy: Economy, job: Job) -> Outcome:
    """Play a project from its opening to its dataset, and verify it."""
    number = opened(economy, job)
    worked(economy, number, job, job.crowd.seats)
    finished(economy, number)
    return outcome(economy, number, job)


def opened(economy: Economy, job: Job) -> ProjectNumber:
    """Open the project; each task is reserved for those who will answer it."""
    return economy.open(_draft(economy, job))


def worked(
    economy: Economy, number: ProjectNumber, job: Job, seats: Sequence[Seat]
) -> list[SignedReceipt]:
    """Let people come twice, for half of their tasks each time; return all receipts.

    By the second time the first answers are settled, so that receipts promise something.
    """
    receipts = half_worked(economy, number, job, seats)
    for seat in seats:
        receipts += answered(economy, number, job, seat, _rest(seat))
    economy.step()
    return receipts


def half_worked(
    economy: Economy, number: ProjectNumber, job: Job, seats: Sequence[Seat]
) -> list[SignedReceipt]:
    """Let people come for half of their tasks; return their receipts."""
    receipts: list[SignedReceipt] = []
    for seat in seats:
        receipts += answered(economy, number, job, seat, len(seat.answers) - _rest(seat))
    economy.step()
    return receipts


def _rest(seat: Seat) -> int:
    return len(seat.answers) // 2


def answered(
    economy: Economy, number: ProjectNumber, job: Job, seat: Seat, most: int
) -> list[SignedReceipt]:
    """Let one person log in, take at most so many tasks and answer them, as the page would."""
    config = parse_config(config_of(job.crowd.classes))
    receipts: list[SignedReceipt] = []
    with closing(Labeler(economy.url, wallet_of(seat.name))) as labeler:
        labeler.log_in()
        labeler.join(number)
        while count := min(ANSWERS_A_REQUEST, most - len(receipts)):
            leases = labeler.lease(number, count)
            given = [
                (lease.task, answer_of(config, seat.answers[lease.data["text"]]))
                for lease in leases
            ]
            if not given:
                break
            receipts += labeler.submit(number, given)
    return receipts


def finished(economy: Economy, number: ProjectNumber) -> None:
    """Let the operator bring the project to its end; the requester asks for it if need be."""
    economy.step()
    if economy.state_of(number) == "open":
        economy.close(number)
    for _ in range(MOST_STEPS):
        if economy.state_of(number) == "complete":
            return
        economy.step()


def outcome(economy: Economy, number: ProjectNumber, job: Job) -> Outcome:
    """Verify a finished project and say what came of it."""
    report = economy.verify(number)
    credits = economy.credits_of(number)
    paid = {seat.name: credits.get(wallet_of(seat.name).address, 0) for seat in job.crowd.seats}
    details = economy.client.project(number)
    bucket = bucket_of(economy.pool.chain_id, economy.pool.address, details.manifest_hash)
    rows = [
        row
        for row in read_dataset(economy.coordinator.store, bucket).rows
        if row.key not in job.gold and row.label is not None
    ]
    right = sum(row.label == job.crowd.truth[row.key] for row in rows)
    return Outcome(paid, right, len(rows), report, economy.pool.project(number).debited)


def config_of(classes: Sequence[str]) -> str:
    """Return the labeling config of a crowd's classes."""
    choices = "".join(f"<Choice value={quoteattr(each)}/>" for each in classes)
    return (
        '<View><Text name="text" value="$text"/>'
        f'<Choices name="label" toName="text" choice="single">{choices}</Choices></View>'
    )


def _draft(economy: Economy, job: Job) -> Draft:
    reserved: dict[str, list[Address]] = {}
    for seat in job.crowd.seats:
        for task in seat.answers:
            reserved.setdefault(task, []).append(wallet_of(seat.name).address)
    most = job.maximum or max(len(who) for who in reserved.values())
    config = parse_config(config_of(job.crowd.classes))
    return Draft(
        title="Laboratory",
        instructions="Choose.",
        config=config_of(job.crowd.classes),
        price=PRICE,
        answers_per_task={"minimum": most, "maximum": most, "target_confidence_bps": 10_000},
        scoring=dict(job.scoring),
        lease_s=LEASE_S,
        requester=economy.requester.address,
        tasks=[DraftTask(key=task, data={"text": task}) for task in sorted(reserved)],
        gold=[
            DraftGold(key=task, answer=answer_of(config, label))
            for task, label in sorted(job.gold.items())
        ],
        reserved={task: list(who) for task, who in reserved.items()},
    )
