import random

from labelfield.quality.alike import MOST_PAIRS, alike_pairs
from labelfield.quality.answer_types import Measure, agreement_of

AGREE = agreement_of("choices", Measure())


def crowd(ring: bool) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    chance = random.Random(3)
    truth = {f"t{task}": chance.choice("abcd") for task in range(120)}
    tasks: dict[str, dict[str, str]] = {}
    for task, right in truth.items():
        tasks[task] = {
            f"w{who}": right if chance.random() < 0.75 else chance.choice("abcd")
            for who in range(6)
        }
        if ring:
            tasks[task]["copy"] = tasks[task]["w0"]
    return tasks, truth


def test_independent_labelers_are_not_flagged() -> None:
    assert alike_pairs(*crowd(ring=False), AGREE) == ()


def test_a_copy_is_flagged_and_nobody_else() -> None:
    found = alike_pairs(*crowd(ring=True), AGREE)
    assert found is not None
    assert [(pair.first, pair.second) for pair in found] == [("copy", "w0")]
    assert found[0].together > 3 * found[0].expected


def test_a_crowd_with_too_many_pairs_is_not_searched() -> None:
    many = {f"w{who}": "a" for who in range(int((2 * MOST_PAIRS) ** 0.5) + 2)}
    assert alike_pairs({"t": many}, {"t": "a"}, AGREE) is None
