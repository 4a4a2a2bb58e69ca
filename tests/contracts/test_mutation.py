"""The machine that makes mutants, on small sources of which each mutant is known."""

from pathlib import Path

import pytest
from contracts.mutation.choose import all_sources, changed_lines, chosen_mutants
from contracts.mutation.operators import Mutant, mutants_of
from contracts.mutation.source import Source, blanked

SAMPLE = """// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {A} from "./A.sol"; // if (a > b) revert A();

contract Sample {
    struct Pair {
        uint64 first;
        uint64 second;
    }

    error TooMuch(uint256 found);
    event Moved(address from, address to);

    function move(Pair memory pair, uint64 amount) external nonReentrant {
        if (amount > pair.first) revert TooMuch(amount);
        if (amount == 0 || !allowed(msg.sender, owner)) {
            revert TooMuch(0);
        }
        pair.second += amount * 2;
        emit Moved(msg.sender, owner);
    }
}
"""


def mutations(operator: str, text: str = SAMPLE) -> set[tuple[str, str]]:
    source = Source("src/Sample.sol", text, blanked(text))
    return {
        changed_lines(mutant, text) for mutant in mutants_of(source) if mutant.operator == operator
    }


GUARD = "if (amount > pair.first) revert TooMuch(amount);"
ASKED = "if (amount == 0 || !allowed(msg.sender, owner)) {"


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("comparison", {(GUARD, GUARD.replace(">", ">=")), (GUARD, GUARD.replace(">", "<"))}),
        ("equality", {(ASKED, ASKED.replace("==", "!="))}),
        ("logic", {(ASKED, ASKED.replace("||", "&&"))}),
        ("negation", {(ASKED, ASKED.replace("!", ""))}),
        ("guard dropped", {(GUARD, ""), (f"{ASKED} revert TooMuch(0); }}", "")}),
        (
            "modifier dropped",
            {
                (
                    "function move(Pair memory pair, uint64 amount) external nonReentrant {",
                    "function move(Pair memory pair, uint64 amount) external {",
                )
            },
        ),
        (
            "statement dropped",
            {("pair.second += amount * 2;", ""), ("emit Moved(msg.sender, owner);", "")},
        ),
        (
            "arguments swapped",
            {
                (ASKED, ASKED.replace("msg.sender, owner", "owner, msg.sender")),
                ("emit Moved(msg.sender, owner);", "emit Moved(owner, msg.sender);"),
            },
        ),
        (
            "assignment",
            {
                ("pair.second += amount * 2;", "pair.second -= amount * 2;"),
                ("pair.second += amount * 2;", "pair.second = amount * 2;"),
            },
        ),
        ("arithmetic", {("pair.second += amount * 2;", "pair.second += amount / 2;")}),
        (
            "wrong field",
            {
                (GUARD, GUARD.replace("first", "second")),
                ("pair.second += amount * 2;", "pair.first += amount * 2;"),
            },
        ),
    ],
)
def test_an_operator_makes_each_of_its_mistakes_once(
    operator: str, expected: set[tuple[str, str]]
) -> None:
    assert mutations(operator) == expected


def test_comments_strings_and_imports_are_left_alone() -> None:
    code = blanked('import {A} from "a > b"; // a > b\nstring x = "a > b"; /* a\n> b */ a > b;')
    assert code.count(">") == 1
    assert code.count("\n") == 2


def test_an_applied_mutant_differs_at_one_place() -> None:
    mutant = Mutant("src/Sample.sol", "comparison", SAMPLE.index("> pair"), ">", "<")
    changed = mutant.applied(SAMPLE)
    assert changed.count("\n") == SAMPLE.count("\n")
    assert [
        (before, after)
        for before, after in zip(SAMPLE.splitlines(), changed.splitlines(), strict=True)
        if before != after
    ] == [(f"        {GUARD}", f"        {GUARD.replace('>', '<')}")]
    assert mutant.line(SAMPLE) == 16


def test_the_contracts_have_mutants_of_every_kind_and_the_choice_is_repeatable(root: Path) -> None:
    sources = all_sources(root / "contracts")
    chosen = chosen_mutants(sources, 200, 1)
    assert len(chosen) == 200
    assert chosen == chosen_mutants(sources, 200, 1)
    assert chosen != chosen_mutants(sources, 200, 2)
    assert chosen[:50] == chosen_mutants(sources, 50, 1)
    assert {mutant.path for mutant in chosen} >= set(sources) - {"src/LabelPool.sol"}
    for mutant in chosen:
        text = sources[mutant.path].text
        assert text[mutant.start :].startswith(mutant.before)
        assert mutant.before != mutant.after
