"""The demonstration's three projects, created and funded as any requester would."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from labelfield.api.models import Draft, DraftGold, DraftTask
from labelfield.chain import requester as on_chain
from labelfield.chain.calls import ProjectTerms
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Sender
from labelfield.demo import spans
from labelfield.demo.crowd import DATA, Crowd, wallet_of
from labelfield.protocol.ids import Address, ProjectNumber
from labelfield.sdk.draft import Offer, ReadyDraft, TaskFiles, build_draft, send_draft
from labelfield.sdk.requester import Requester

RTE_PRICE = 5_000
"""Half a cent an answer."""
DIGITS_PRICE = 10_000
DIGITS_GOLD_PERCENT = 25
LEASE_S = 600

RTE_CONFIG = """<View>
  <Text name="pair" value="$text"/>
  <Choices name="entailment" toName="pair" choice="single">
    <Choice value="no" alias="0" hotkey="1"/>
    <Choice value="yes" alias="1" hotkey="2"/>
  </Choices>
</View>
"""

_DIGIT_CHOICES = "\n".join(f'    <Choice value="{digit}" hotkey="{digit}"/>' for digit in range(10))
DIGITS_CONFIG = f"""<View>
  <Image name="image" value="$image"/>
  <Choices name="digit" toName="image" choice="single">
{_DIGIT_CHOICES}
  </Choices>
</View>
"""


@dataclass(frozen=True, slots=True)
class Requesting:
    """What it takes to create and fund a project."""

    client: Requester
    pool: Pool
    sender: Sender
    scratch: Path
    """Where files for the import may be written."""

    @property
    def address(self) -> Address:
        """The requester's account."""
        return self.sender.address


def open_rte(
    requesting: Requesting, crowd: Crowd, gold: Mapping[str, str], seed: int
) -> ProjectNumber:
    """Open the replayed project: its tasks are reserved for those who answered them for real."""
    tasks = requesting.scratch / "rte.jsonl"
    lines = [json.dumps({"key": task, "data": {"text": task_text(task)}}) for task in crowd.truth]
    tasks.write_text("\n".join(lines) + "\n")
    gold_file = requesting.scratch / "rte-gold.csv"
    gold_file.write_text("key,label\n" + "".join(f"{key},{gold[key]}\n" for key in gold))
    offer = Offer(
        title="Does the second sentence follow from the first?",
        instructions="Answer 1 (yes) if the second sentence follows from the first, else 0 (no).",
        config_xml=RTE_CONFIG,
        price=RTE_PRICE,
        answers_per_task={"minimum": 10, "maximum": 10, "target_confidence_bps": 10_000},
        scoring={},
        lease_s=LEASE_S,
        requester=requesting.address,
    )
    reserved: dict[str, list[Address]] = {}
    for worker, answers in crowd.answers.items():
        for task in answers:
            reserved.setdefault(task, []).append(wallet_of(worker, seed).address)
    return _open(requesting, build_draft(offer, TaskFiles(tasks, gold_file), reserved))


def open_digits(requesting: Requesting, seed: int) -> ProjectNumber:
    """Open the project for whoever watches: 200 handwritten digits, one answer each."""
    offer = Offer(
        title="Which digit is it?",
        instructions=(
            "Choose the digit that was written. Some tasks are checked against known answers; "
            "your rate is found from those."
        ),
        config_xml=DIGITS_CONFIG,
        price=DIGITS_PRICE,
        answers_per_task={"minimum": 1, "maximum": 1, "target_confidence_bps": 10_000},
        scoring={},
        lease_s=LEASE_S,
        requester=requesting.address,
    )
    files = TaskFiles(DATA / "digits" / "tasks.csv", label_field="label")
    ready = build_draft(offer, files)
    gold = ready.draft.gold
    chosen = Random(seed).sample(gold, len(gold) * DIGITS_GOLD_PERCENT // 100)  # noqa: S311
    draft = ready.draft.model_copy(update={"gold": chosen})
    return _open(requesting, replace(ready, draft=draft))


def open_spans(requesting: Requesting) -> ProjectNumber:
    """Open the project of another type: names to mark, with known ones on some sentences."""
    asked = spans.sentences()
    draft = Draft(
        title="Where are the names?",
        instructions="Mark every name of a person and of a place, and nothing else.",
        config=spans.CONFIG,
        price=spans.PRICE,
        answers_per_task={
            "minimum": spans.PEOPLE,
            "maximum": spans.PEOPLE,
            "target_confidence_bps": 10_000,
        },
        scoring={},
        lease_s=LEASE_S,
        requester=requesting.address,
        tasks=[DraftTask(key=each.key, data={"text": each.text}) for each in asked],
        gold=[
            DraftGold(key=each.key, answer=spans.right_answer(each))
            for each in asked[:: spans.GOLD_EVERY]
        ],
        reserved=None,
    )
    return _open(requesting, ReadyDraft(draft, ()))


def task_text(task: str) -> str:
    """Return what a replayed task shows: the published answers come without the sentences."""
    return f"Sentence pair {task} of the RTE-1 set (its text is not part of the published answers)"


def _open(requesting: Requesting, ready: ReadyDraft) -> ProjectNumber:
    accepted = send_draft(requesting.client, ready)
    deposit = accepted.most_that_can_be_spent
    on_chain.mint_if_short(requesting.pool, requesting.sender, deposit)
    terms = ProjectTerms(
        manifest_hash=accepted.manifest_hash,  # type: ignore[arg-type]
        store=accepted.store,
        fee_bps=accepted.fee_bps,
        max_unopened=accepted.max_unopened,
    )
    return on_chain.open_project(requesting.pool, requesting.sender, terms, deposit)
