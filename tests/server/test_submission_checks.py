"""POST answers: what is refused whatever the database says: form, content, signature, session."""

import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from labelfield.protocol.ids import Address
from labelfield.protocol.keys import Key
from tests.server.signing import refused, signed_by
from tests.server.world import DOMAIN, Json, Person, Terms, World, answer, code_of

Change = Callable[[Json], Any]


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.pop("signature"),
        lambda body: body.update(extra=1),
        lambda body: body["answers"][0].update(extra=1),
        lambda body: body["answers"][0].update(sequence="1"),
        lambda body: body["answers"][0].update(sequence=True),
        lambda body: body["answers"][0].update(sequence=1.0),
        lambda body: body["answers"][0].update(sequence=0),
        lambda body: body["answers"][0].update(sequence=2**32),
        lambda body: body["answers"][0].update(time_s=-1),
        lambda body: body["answers"][0].update(time_s=2**64),
        lambda body: body["answers"][0].update(time_s=str(int(time.time()))),
        lambda body: body["answers"][0].update(task=body["answers"][0]["task"].upper()),
        lambda body: body["answers"][0].update(task=body["answers"][0]["task"] + "\n"),
        lambda body: body["answers"][0].update(salt="0x00"),
        lambda body: body["answers"][0].update(previous=None),
        lambda body: body["answers"][0].update(answer="yes"),
        lambda body: body.update(answers=[]),
        lambda body: body.update(answers=body["answers"][0]),
        lambda body: body.update(answers=body["answers"] * 201),
        lambda body: body.update(signature=body["signature"][2:]),
    ],
)
def test_a_body_that_is_not_what_the_protocol_says_is_malformed(
    ready: tuple[World, Person, Json], change: Change
) -> None:
    world, person, request = ready
    change(request)
    assert refused(world, person, request) == (400, "malformed")


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        answer("yes") * 2,
        [answer("yes")[0] | {"value": {"choices": ["maybe"]}}],
        [answer("yes")[0] | {"from_name": "other"}],
        [answer("yes")[0] | {"extra": 1}],
        [answer("yes")[0] | {"value": {"choices": ["yes", "no"]}}],
        [answer("yes")[0] | {"value": {"choices": [True]}}],
        [{"value": {"choices": ["yes"]}}],
        ["yes"],
    ],
)
def test_an_answer_that_does_not_fit_the_config_is_refused(
    ready: tuple[World, Person, Json], wrong: list[Any]
) -> None:
    world, person, request = ready
    request["answers"][0]["answer"] = wrong
    assert refused(world, person, request) == (400, "invalid_answer")


@pytest.mark.parametrize(
    "signature",
    ["0x" + "00" * 65, "0x" + "11" * 64 + "1b", "0x" + "11" * 64 + "00"],
)
def test_a_signature_that_nobody_made_is_refused(
    ready: tuple[World, Person, Json], signature: str
) -> None:
    world, person, request = ready
    request["signature"] = signature
    assert refused(world, person, request) == (400, "bad_signature")


@pytest.mark.parametrize(
    "change",
    [
        lambda link: link.update(answer=answer("no")),
        lambda link: link.update(salt="0x" + "77" * 16),
        lambda link: link.update(time_s=link["time_s"] - 1),
    ],
)
def test_an_answer_changed_after_signing_is_refused(
    ready: tuple[World, Person, Json], change: Change
) -> None:
    world, person, request = ready
    change(request["answers"][0])
    assert refused(world, person, request) == (400, "bad_signature")


@pytest.mark.parametrize("signer", ["ann", "eve"])
def test_only_the_sessions_key_signs_answers(
    ready: tuple[World, Person, Json], signer: str
) -> None:
    """Not even the wallet itself: its signatures cost the labeler a prompt and may move money."""
    world, person, request = ready
    key = person.wallet if signer == "ann" else Key(secrets.token_bytes(32))
    request["signature"] = signed_by(key, person, request)
    assert refused(world, person, request) == (400, "bad_signature")


def test_a_signature_for_another_pool_or_chain_is_refused(
    ready: tuple[World, Person, Json],
) -> None:
    world, person, request = ready
    key = person.client._session_key
    for domain in (replace(DOMAIN, chain_id=56), replace(DOMAIN, pool=Address("0x" + "55" * 20))):
        request["signature"] = signed_by(key, person, request, domain=domain)
        assert refused(world, person, request) == (400, "bad_signature")


def test_a_signature_for_another_project_is_refused(ready: tuple[World, Person, Json]) -> None:
    world, person, request = ready
    world.open(Terms(tasks=3, price=2))
    person.client.join(2)
    assert refused(world, person, request, project=2) == (400, "bad_signature")


def test_a_session_signs_for_its_own_labeler_alone(ready: tuple[World, Person, Json]) -> None:
    world, _, request = ready
    eve = world.person("eve", 1)
    eve.lease(1)
    assert refused(world, eve, request) == (400, "bad_signature")


@pytest.mark.parametrize("token", [None, "Bearer nonsense", "Basic abc", "Bearer", "Bearer é"])
def test_a_stranger_is_unauthorized(ready: tuple[World, Person, Json], token: str | None) -> None:
    world, _, request = ready
    headers = {} if token is None else {b"Authorization": token.encode()}
    with world.unchanged():
        response = world.http.post("/api/projects/1/answers", json=request, headers=headers)
    assert (response.status_code, code_of(response)) == (401, "unauthorized")


def test_an_ended_session_is_unauthorized(
    ready: tuple[World, Person, Json], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, person, request = ready
    later = time.time() + 8 * 86_400
    monkeypatch.setattr("time.time", lambda: later)
    assert refused(world, person, request) == (401, "unauthorized")


def test_an_answer_dated_after_its_session_is_refused(world: World) -> None:
    project = world.open()
    person = world.person("ann", project)
    (task,) = person.lease(project)
    token = next(iter(world.coordinator.holders))
    holder, read_at = world.coordinator.holders[token]
    shorter = replace(holder, valid_until_s=int(time.time()) + 60)
    world.coordinator.holders[token] = shorter, read_at
    request = person.signed(project, (task, "yes"))
    request["answers"][0]["time_s"] += 100
    request["signature"] = signed_by(person.client._session_key, person, request)
    assert refused(world, person, request) == (403, "wrong_session")


def test_an_answer_from_the_future_is_refused(ready: tuple[World, Person, Json]) -> None:
    world, person, request = ready
    request["answers"][0]["time_s"] += 1_000
    assert refused(world, person, request) == (400, "malformed")


@pytest.mark.parametrize("project", ["0", "-1", "x", "2147483648", "1.5"])
def test_a_project_that_is_no_number_is_malformed(
    ready: tuple[World, Person, Json], project: str
) -> None:
    _, person, request = ready
    response = person.post(f"/api/projects/{project}/answers", request)
    assert (response.status_code, code_of(response)) == (400, "malformed")
