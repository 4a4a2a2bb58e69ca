"""Settlements of made crowds: what goes in, and the hashes of both sides."""

from dataclasses import asdict, replace
from random import Random

import numpy as np

from labelfield.protocol.hashes import hex_of, keccak
from labelfield.protocol.ids import Address, TaskId
from labelfield.protocol.scoring import Scoring
from labelfield.quality.reference import consensus
from labelfield.settle.hashes import inputs_hash, settlement_hash
from labelfield.settle.inputs import Inputs, closed_answers
from labelfield.settle.predicted import Predicted
from labelfield.settle.settle import judge, settle, settle_final

KINDS = (
    # tasks, labelers, classes, answers a task, gold a hundred tasks, a ring's share of labelers
    (1, 1, 2, 1, 0, 0.0),
    (24, 6, 2, 4, 0, 0.0),
    (60, 9, 3, 5, 40, 0.0),
    (80, 12, 5, 6, 20, 0.4),
    (40, 8, 2, 5, 100, 0.5),
    (30, 6, 40, 4, 30, 0.0),
    (40, 8, 5, 5, 100, 1.0),
)
"""With and without gold, with a ring that answers alike, above 32 classes, with contested gold."""


MODELS = (("good@1", 0.9), ("guess", 0.0), ("half", 0.6))
"""Name, and how often it is right; the rest by chance."""

PREDICTED_KINDS = (
    (60, 9, 3, 5, 40, 0.0),
    (80, 12, 5, 6, 20, 0.4),
    (40, 8, 5, 5, 100, 1.0),
    (40, 8, 40, 5, 60, 0.0),
    (30, 6, 2, 4, 0, 0.0),
)
"""The same with models: proven, beside a ring, with contested gold, many classes, no gold.

Of both, three more have gold that settlements made."""


FEW_ANSWERS_KINDS = (
    (60, 36, 3, 5, 30, 0.0),
    (60, 30, 2, 5, 20, 0.3),
)
"""About half of the labelers have too few answers for a rate; without and with a ring."""


def made_crowds() -> list[Inputs]:
    """Return one crowd of each kind."""
    people = [_inputs(number, *kind) for number, kind in enumerate(KINDS)]
    numbered = enumerate(PREDICTED_KINDS, start=len(KINDS))
    predicted = [_with_models(number, kind) for number, kind in numbered]
    minted = [_minted(made) for made in (people[3], people[6], predicted[1])]
    behind = enumerate(FEW_ANSWERS_KINDS, start=len(KINDS) + len(PREDICTED_KINDS))
    few = [_inputs(number, *kind) for number, kind in behind]
    return [*people, *predicted, *minted, *few]


def settlement_vectors() -> list[dict[str, object]]:
    """Return the settlement of each, before the close and at it."""
    return [_vector(inputs) for inputs in made_crowds()]


def _minted(inputs: Inputs) -> Inputs:
    """The same where the gold of every fourth gold task was made by a settlement."""
    known = [task for task, gold in enumerate(inputs.gold) if gold >= 0]
    return replace(inputs, minted=tuple(known[::4]))


def _with_models(seed: int, kind: tuple[int, int, int, int, int, float]) -> Inputs:
    """A crowd in which three models say something of most tasks; the truth is what gold says."""
    inputs = _inputs(seed, *kind)
    random = Random(f"models/{seed}")  # noqa: S311
    classes = len(inputs.scoring.classes)
    first = np.searchsorted(inputs.task, range(len(inputs.tasks)))
    truth = [
        gold if gold >= 0 else int(inputs.label[row])
        for gold, row in zip(inputs.gold, first.tolist(), strict=True)
    ]
    rows = [
        (task, model, right if random.random() < skill else random.randrange(classes))
        for task, right in enumerate(truth)
        for model, (_, skill) in enumerate(MODELS)
        if random.random() < 0.9
    ]
    task, model, label = np.array(rows, np.int32).T
    names = tuple(name for name, _ in MODELS)
    return replace(inputs, predicted=Predicted(names, task, model, label))


def _vector(inputs: Inputs) -> dict[str, object]:
    scoring = asdict(inputs.scoring) | {"classes": list(inputs.scoring.classes)}
    judgment = judge(inputs, consensus)
    running, final = settle(inputs, judgment), settle_final(inputs, judgment)
    return _beside(inputs) | {
        "scoring": scoring,
        "price": inputs.price,
        "tasks": list(inputs.tasks),
        "labelers": list(inputs.labelers),
        "rows": np.stack((inputs.task, inputs.labeler, inputs.label), axis=1).ravel().tolist(),
        "gold": list(inputs.gold),
        "owed": list(inputs.owed),
        "accepted": list(inputs.accepted),
        "inputs_hash": inputs_hash(inputs),
        "settlement_hash": settlement_hash(running),
        "final_settlement_hash": settlement_hash(final),
        "contested": judgment.contested,
        "rates": [row.rate32 for row in running.labelers],
        "earned_at_the_close": [row.earned for row in final.labelers],
    }


def _beside(inputs: Inputs) -> dict[str, object]:
    """What only some have: gold that settlements made, and predictions."""
    minted = {"minted": list(inputs.minted)} if inputs.minted else {}
    return minted | _predictions(inputs)


def _predictions(inputs: Inputs) -> dict[str, object]:
    found = inputs.predicted
    if found is None:
        return {}
    rows = np.stack((found.task, found.model, found.label), axis=1).ravel().tolist()
    return {"models": list(found.models), "predictions": rows}


def _inputs(
    seed: int, tasks: int, labelers: int, classes: int, answers: int, gold: int, ring: float
) -> Inputs:
    random = Random(seed)  # noqa: S311
    scoring = Scoring(
        classes=tuple(f"class {number}" for number in range(classes)),
        passes=5,
        labeler_pseudo_answers=4,
        crowd_pseudo_answers=4,
        deduction_percent=160,
        full_pay_score_percent=70,
        minimum_answers=10,
        carry_over_answers=10,
        credit_line_percent=25,
    )
    truth = [random.randrange(classes) for _ in range(tasks)]
    lie = [random.randrange(classes) for _ in range(tasks)]
    members = round(labelers * ring)
    rows = [
        (task, labeler, _said(random, labeler < members, truth[task], lie[task], classes))
        for task in range(tasks)
        for labeler in sorted(random.sample(range(labelers), min(answers, labelers)))
    ]
    columns = np.array(rows, np.int32).T
    counts = np.bincount(columns[1], minlength=labelers).tolist()
    present = [labeler for labeler in range(labelers) if counts[labeler]]
    index = {labeler: place for place, labeler in enumerate(present)}
    inputs = Inputs(
        scoring=scoring,
        price=5_000 + seed,
        tasks=tuple(sorted(TaskId(_name(f"{seed}/task/{task}", 32)) for task in range(tasks))),
        labelers=tuple(sorted(Address(_name(f"{seed}/labeler/{one}", 20)) for one in present)),
        task=columns[0],
        labeler=np.array([index[one] for one in columns[1].tolist()], np.int32),
        label=columns[2],
        gold=tuple(right if random.random() * 100 < gold else -1 for right in truth),
        owed=tuple(random.randrange(2_000) * 2 for _ in present),
        accepted=tuple(counts[one] for one in present),
    )
    assert closed_answers(inputs) == inputs.accepted
    return inputs


def _said(random: Random, in_ring: bool, truth: int, lie: int, classes: int) -> int:
    if in_ring:
        return lie
    return truth if random.random() < 0.8 else random.randrange(classes)


def _name(text: str, size: int) -> str:
    return hex_of(keccak(text.encode())[:size])
