import re
from dataclasses import fields, replace
from pathlib import Path
from typing import cast

import pytest
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.canonical import Json, canonical_json, parse_canonical
from labelfield.protocol.errors import MalformedMessage, ProtocolError
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address, Hash32
from labelfield.protocol.manifest import (
    AnswersPerTask,
    Manifest,
    manifest_hash,
    manifest_json,
    parse_manifest,
)
from labelfield.protocol.scoring import Scoring
from tests.protocol.drawn import JSON, MANIFESTS

ROOT = Path(__file__).parents[2]
HASH = Hash32("0x" + "2b" * 32)
EXAMPLE = Manifest(
    title="Birds",
    instructions="Which bird is it?",
    config="<View/>",
    task_batches=(HASH,),
    task_count=30,
    gold_count=3,
    gold_root=HASH,
    price=5000,
    answers_per_task=AnswersPerTask(3, 7, 9950),
    scoring=Scoring(classes=("bunting", "grosbeak")),
    lease_s=600,
    opening_interval_s=3_600,
    max_unopened=1_000_000,
    fee_bps=200,
    operator=Address("0x" + "1a" * 20),
)
CONTROL: Json = {
    "classes": [],
    "high": 0,
    "low": 0,
    "name": "box",
    "reach": 0,
    "type": "boxes",
    "weight": 1,
}
"""A control beside classes is one too many."""

Place = tuple[str | int, ...]


def places(value: Json, path: Place = ()) -> list[Place]:
    """Return the path of every value inside `value`, containers too."""
    inner: list[tuple[str | int, Json]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path] * bool(path) + [
        place for name, item in inner for place in places(item, (*path, name))
    ]


def value_at(value: Json, path: Place) -> Json:
    for name in path:
        value = cast("dict[str | int, Json]", value)[name]
    return value


def with_value_at(value: Json, path: Place, new: Json) -> Json:
    if not path:
        return new
    holder = cast("dict[str | int, Json]", value)
    copy = holder.copy()
    copy[path[0]] = with_value_at(holder[path[0]], path[1:], new)
    return cast("Json", copy)


def refused(path: Place, new: Json) -> bool:
    """Say whether the example with `new` at `path` is refused."""
    spelled = with_value_at(parse_canonical(manifest_json(EXAMPLE)), path, new)
    try:
        parse_manifest(canonical_json(spelled))
    except ProtocolError:
        return True
    return False


@pytest.mark.parametrize("path", places(parse_canonical(manifest_json(EXAMPLE))), ids=str)
def test_a_field_of_another_type_is_refused(path: Place) -> None:
    old = value_at(parse_canonical(manifest_json(EXAMPLE)), path)
    for new in (None, True, 0.5, -1, "0x", {}, {"a": 1}, [None], [[]]):
        same_type = type(new) is type(old) and path[-1] in ("title", "instructions", "config")
        if not same_type and not (isinstance(old, str) and isinstance(new, str)):
            assert refused(path, new), f"{path}: {new!r}"


@pytest.mark.parametrize(
    ("path", "new"),
    [
        (("version",), 1),
        (("version",), 2),
        (("version",), 4),
        (("privacy",), "secret"),
        (("price",), 0),
        (("price",), 2**53 - 0.5),
        (("lease_s",), 0),
        (("lease_s",), 7 * 86_400 + 1),
        (("opening_interval_s",), 0),
        (("opening_interval_s",), 30 * 86_400 + 1),
        (("max_unopened",), 0),
        (("max_unopened",), 2**40),
        (("fee_bps",), 10_001),
        (("operator",), "0x" + "1A" * 20),
        (("operator",), "0x" + "1a" * 19),
        (("tasks", "count"), 0),
        (("tasks", "count"), 2),
        (("tasks", "batches", 0), "0x" + "2b" * 31),
        (("gold", "count"), 31),
        (("gold", "root"), ""),
        (("answers_per_task", "minimum"), 0),
        (("answers_per_task", "minimum"), 8),
        (("answers_per_task", "maximum"), 1001),
        (("answers_per_task", "target_confidence_bps"), 10_001),
        (("scoring", "version"), 2),
        (("scoring", "classes"), ["bunting"]),
        (("scoring", "classes"), ["bunting", "bunting"]),
        (("scoring", "classes"), [str(number) for number in range(1001)]),
        (("scoring", "classes"), ["bunting", 1]),
        (("scoring", "classes"), []),
        (("scoring", "controls"), [CONTROL]),
        (("scoring", "controls"), [{"name": "label"}]),
        (("scoring", "passes"), 0),
        (("scoring", "passes"), 21),
        (("scoring", "full_pay_score_percent"), 0),
        (("scoring", "full_pay_score_percent"), 101),
        (("scoring", "minimum_answers"), 0),
        (("title",), "a" * 201),
    ],
)
def test_a_field_out_of_range_is_refused(path: Place, new: Json) -> None:
    assert refused(path, new)


def test_a_missing_or_an_unknown_field_is_refused_at_every_level() -> None:
    spelled = parse_canonical(manifest_json(EXAMPLE))
    holders = [path for path in [(), *places(spelled)] if isinstance(value_at(spelled, path), dict)]
    assert len(holders) == 5
    for path in holders:
        holder = cast("dict[str, Json]", value_at(spelled, path))
        assert refused(path, holder | {"more": 1})
        for name in holder:
            assert refused(path, {other: holder[other] for other in holder if other != name})


@pytest.mark.parametrize(
    "contradiction",
    [
        {"answers_per_task": AnswersPerTask(4, 3, 9000)},
        {"gold_count": 31},
        {"scoring": Scoring(classes=("a", "a"))},
    ],
)
def test_a_manifest_that_contradicts_itself_cannot_be_made(
    contradiction: dict[str, object],
) -> None:
    with pytest.raises(MalformedMessage):
        replace(EXAMPLE, **contradiction)


@given(MANIFESTS, st.data())
def test_any_mutated_field_is_refused_or_gives_another_hash(
    manifest: Manifest, data: st.DataObject
) -> None:
    spelled = parse_canonical(manifest_json(manifest))
    path = data.draw(st.sampled_from(places(spelled)))
    mutated = canonical_json(with_value_at(spelled, path, data.draw(JSON)))
    try:
        found = parse_manifest(mutated)
    except ProtocolError:
        return
    same = mutated == manifest_json(manifest)
    assert (found == manifest) == same
    assert (manifest_hash(found) == manifest_hash(manifest)) == same


@given(MANIFESTS, st.data())
def test_any_mutated_byte_is_refused_or_gives_another_hash(
    manifest: Manifest, data: st.DataObject
) -> None:
    spelled = bytearray(manifest_json(manifest))
    spelled[data.draw(st.integers(0, len(spelled) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        found = parse_manifest(bytes(spelled))
    except ProtocolError:
        return
    assert found != manifest
    assert manifest_hash(found) != manifest_hash(manifest)


@given(st.binary(max_size=60) | JSON.map(canonical_json))
def test_garbage_is_no_manifest(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        parse_manifest(data)


@given(MANIFESTS)
def test_parse_manifest_undoes_manifest_json(manifest: Manifest) -> None:
    spelled = manifest_json(manifest)
    assert parse_manifest(spelled) == manifest
    assert manifest_json(parse_manifest(spelled)) == spelled
    assert manifest_hash(manifest) == hex_of(keccak(spelled))


def test_the_document_names_every_field_of_a_manifest() -> None:
    page = (ROOT / "docs" / "protocol.md").read_text()
    table = page.partition("| field | meaning |")[2].partition("\n\n")[0]
    named = re.findall(r"`(\w+)`", "\n".join(row.split("|")[1] for row in table.split("\n")[2:]))
    spelled = cast("dict[str, Json]", parse_canonical(manifest_json(EXAMPLE)))
    assert sorted(named) == sorted(spelled)
    for field in fields(Scoring):
        assert f"`{field.name}`" in table
