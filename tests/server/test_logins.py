"""Logging in by wallet: what is signed for something else is refused, a cookie is safe."""

import time
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from labelfield.api.sign_in import parse_sign_in, personal_digest, sign_in_text, time_of
from labelfield.chain.eip55 import checksummed
from labelfield.db.tables import logins, nonces
from labelfield.protocol.hashes import hex_of, keccak_hex
from labelfield.protocol.keys import Key
from tests.server.accounts import log_in, message_for, signed
from tests.server.world import World, code_of, wallet

RITA = wallet("rita")
SITE = "https://label.example"


def fields(world: World, **changes: Any) -> dict[str, str]:
    """Return a signed login of which some fields were changed before signing."""
    message = parse_sign_in(message_for(world, RITA))
    found = {name: getattr(message, name) for name in message.__slots__}
    return signed(RITA, sign_in_text(type(message)(**(found | changes))))


def refused(world: World, request: dict[str, str]) -> tuple[int, str]:
    response = world.http.post("/api/login", json=request)
    assert "set-cookie" not in response.headers
    assert world.rows(logins) == []
    return response.status_code, code_of(response)


@pytest.mark.parametrize(
    "changes",
    [
        {"domain": "evil.example"},
        {"uri": "http://evil.example/"},
        {"uri": "http://127.0.0.1:1/"},
        {"chain_id": 56},
        {"scheme": "https"},
    ],
    ids=str,
)
def test_a_message_for_another_site_or_chain_is_refused(
    world: World, changes: dict[str, Any]
) -> None:
    assert refused(world, fields(world, **changes)) == (403, "wrong_site")


@pytest.mark.parametrize(
    "changes",
    [
        {"expires_at": None},
        {"expires_at": time_of(1_000)},
        {"issued_at": time_of(4_000_000_000)},
        {"not_before": time_of(4_000_000_000)},
        {"address": RITA.address},
    ],
    ids=str,
)
def test_a_message_that_is_late_early_or_misspelled_is_malformed(
    world: World, changes: dict[str, Any]
) -> None:
    assert refused(world, fields(world, **changes)) == (400, "malformed")


@pytest.mark.parametrize("text", ["", "hello", "x" * 5_000])
def test_a_text_that_is_no_message_is_malformed(world: World, text: str) -> None:
    assert refused(world, signed(RITA, text)) == (400, "malformed")


def test_a_nonce_that_nobody_gave_out_is_refused(world: World) -> None:
    assert refused(world, fields(world, nonce="ab" * 32)) == (409, "bad_nonce")


def test_a_nonce_serves_for_five_minutes(world: World) -> None:
    request = signed(RITA, message_for(world, RITA))
    late_s = int(time.time()) - 1
    world.transact(lambda c: c.execute(update(nonces).values(expires_s=late_s)))
    assert refused(world, request) == (409, "bad_nonce")


def test_a_message_logs_in_once(world: World) -> None:
    request = signed(RITA, message_for(world, RITA))
    assert world.http.post("/api/login", json=request).status_code == 200
    assert code_of(world.http.post("/api/login", json=request)) == "bad_nonce"
    assert len(world.rows(logins)) == 1


def test_a_host_that_is_not_this_machine_cannot_log_in_without_a_public_address(
    world: World,
) -> None:
    response = world.http.post(
        "/api/login/message",
        json={"address": checksummed(RITA.address)},
        headers={"Host": "evil.example"},
    )
    assert (response.status_code, code_of(response)) == (403, "forbidden")


def test_an_address_with_wrong_capitals_is_malformed(world: World) -> None:
    swapped = "0x" + checksummed(RITA.address)[2:].swapcase()
    response = world.http.post("/api/login/message", json={"address": swapped})
    assert (response.status_code, code_of(response)) == (400, "malformed")


def test_a_cookie_is_kept_from_scripts_and_other_sites_and_stored_by_hash(world: World) -> None:
    response = world.http.post("/api/login", json=signed(RITA, message_for(world, RITA)))
    world.http.cookies.clear()
    header = response.headers["set-cookie"]
    for word in ("HttpOnly", "SameSite=strict", "Path=/", "Max-Age=604800"):
        assert word in header
    assert "Secure" not in header
    cookie = response.cookies["labelfield"]
    (row,) = world.rows(logins)
    assert (row.token_hash, row.address) == (keccak_hex(cookie.encode()), RITA.address)
    assert cookie not in str(world.dump())
    assert response.json() == {
        "address": RITA.address,
        "scopes": ["projects:read", "projects:write", "webhooks"],
        "operator": False,
    }


def test_behind_tls_the_cookie_is_secure_and_bound_to_the_host(secure_world: World) -> None:
    response = secure_world.http.post(
        "/api/login", json=signed(RITA, message_for(secure_world, RITA))
    )
    secure_world.http.cookies.clear()
    assert response.headers["set-cookie"].startswith("__Host-labelfield=")
    assert "Secure" in response.headers["set-cookie"]


def test_behind_tls_a_cookie_that_another_host_could_have_set_is_none(secure_world: World) -> None:
    response = secure_world.http.post(
        "/api/login", json=signed(RITA, message_for(secure_world, RITA))
    )
    secure_world.http.cookies.clear()
    [secret] = response.cookies.values()
    statuses = [
        secure_world.http.get("/api/login", headers={"Cookie": f"{name}={secret}"}).status_code
        for name in ("__Host-labelfield", "labelfield")
    ]
    assert statuses == [200, 401]


def test_a_public_address_is_the_only_site_whatever_the_host_header_says(
    secure_world: World,
) -> None:
    message = parse_sign_in(message_for(secure_world, RITA))
    assert (message.domain, message.uri) == ("label.example", "https://label.example/")


def test_the_cookie_says_who_asks_until_the_log_out(world: World) -> None:
    rita = log_in(world, RITA)
    assert rita.get("/api/login").json()["address"] == RITA.address
    assert rita.delete("/api/login").status_code == 200
    assert code_of(rita.get("/api/login")) == "unauthorized"
    assert world.rows(logins) == []


def test_a_login_ends_by_itself(world: World) -> None:
    rita = log_in(world, RITA)
    world.transact(lambda c: c.execute(update(logins).values(valid_until_s=1)))
    assert code_of(rita.get("/api/login")) == "unauthorized"


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1:1"])
def test_another_sites_page_cannot_use_the_cookie_for_a_change(
    world: World, origin: str | None
) -> None:
    rita = log_in(world, RITA)
    headers = {} if origin is None else {"Origin": origin}
    cookie = {"Cookie": rita.cookie}
    with world.unchanged():
        response = world.http.post(
            "/api/keys",
            json={"name": "mine", "scopes": ["projects:read"]},
            headers=headers | cookie,
        )
    assert (response.status_code, code_of(response)) == (403, "forbidden")


def test_the_operators_wallet_may_operate(world: World) -> None:
    operator = Key(
        bytes.fromhex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")
    )
    assert operator.address == world.coordinator.pool.operator
    assert "operate" in log_in(world, operator).get("/api/login").json()["scopes"]


def test_the_chain_is_asked_about_a_strange_signature_and_its_silence_is_said(
    world: World,
) -> None:
    request = signed(wallet("eve"), message_for(world, RITA))
    response: httpx.Response = world.http.post("/api/login", json=request)
    assert (response.status_code, code_of(response)) == (503, "chain_unreachable")


@pytest.mark.parametrize("change", [{"signature": "0x"}, {"signature": "0xzz"}, {"message": None}])
def test_a_login_that_is_misspelled_is_malformed(world: World, change: dict[str, Any]) -> None:
    request = signed(RITA, message_for(world, RITA)) | change
    assert refused(world, request) == (400, "malformed")


def test_the_text_is_signed_as_wallets_sign(world: World) -> None:
    text = message_for(world, RITA)
    assert signed(RITA, text)["signature"] == hex_of(RITA.sign(personal_digest(text)))
