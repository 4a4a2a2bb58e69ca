"""What settlements of made crowds do to open tasks: which close, and which become gold."""

from dataclasses import asdict, replace
from random import Random

from labelfield.market.closing import is_audited
from labelfield.protocol.ids import TaskId
from labelfield.protocol.manifest import AnswersPerTask
from labelfield.quality.reference import consensus
from labelfield.settle.closings import Sureness
from labelfield.settle.inputs import Inputs
from labelfield.settle.settle import judge

RULES = (AnswersPerTask(2, 9, 9_000), AnswersPerTask(4, 9, 6_000))

WRONG_GOLD = (0, 10, 6)
"""Every how manieth gold task has another class than the truth; 0 for none. The more, the surer
answers must be to close a task."""

OPEN_TASKS = 24


def closing_vectors(crowds: dict[int, Inputs]) -> list[dict[str, object]]:
    """Return what crowds, by the number of their settlement vector, come to under every rule."""
    return [
        _vector(number, _with_wrong_gold(inputs, every), rule)
        for number, inputs in crowds.items()
        for every in WRONG_GOLD
        for rule in RULES
    ]


def _with_wrong_gold(inputs: Inputs, every: int) -> Inputs:
    gold = list(inputs.gold)
    known = [task for task, right in enumerate(gold) if right >= 0]
    for task in known[::every] if every else ():
        gold[task] = (gold[task] + 1) % len(inputs.scoring.classes)
    return replace(inputs, gold=tuple(gold))


def _vector(number: int, inputs: Inputs, rule: AnswersPerTask) -> dict[str, object]:
    judgment = judge(inputs, consensus)
    sureness = Sureness(rule, inputs, judgment)
    random = Random(f"closings/{number}")  # noqa: S311
    tasks = [TaskId(f"0x{5 * place + 5:064x}") for place in range(OPEN_TASKS)]
    open_tasks = {task: _said(random, inputs, alike=is_audited(task)) for task in tasks}
    closed, minted = [], {}
    for task, (answers, predictions) in open_tasks.items():
        given = [(inputs.labelers[who], label) for who, label in answers]
        beside = [(inputs.predicted.models[who], label) for who, label in predictions]
        if sureness.closes(task, given, beside):
            closed.append(task)
        label = sureness.mints(task, given)
        if label is not None:
            minted[task] = label
    return {
        "settlement": number,
        "gold": list(inputs.gold),
        "rule": asdict(rule),
        "open": {
            task: [list(map(list, each)) for each in said] for task, said in open_tasks.items()
        },
        "target_bps": sureness.target_bps,
        "closed": closed,
        "minted": minted,
    }


def _said(
    random: Random, inputs: Inputs, alike: bool
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Labelers' answers to a task, and models' predictions: mostly right, or all."""
    classes = len(inputs.scoring.classes)
    truth, right = random.randrange(classes), 1.0 if alike else 0.8
    people = random.sample(range(len(inputs.labelers)), 8 if alike else random.randrange(2, 7))
    models = (
        range(len(inputs.predicted.models)) if inputs.predicted and random.random() < 0.5 else ()
    )
    answers, predictions = (
        [(who, truth if random.random() < right else random.randrange(classes)) for who in those]
        for those in (people, models)
    )
    return answers, predictions
