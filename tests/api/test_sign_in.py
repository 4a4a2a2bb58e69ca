"""Sign-in messages: what is none is refused, what is one reads the same when written again."""

import pytest
from eth_account.messages import defunct_hash_message
from hypothesis import given
from hypothesis import strategies as st

from labelfield.api.errors import BadSignIn
from labelfield.api.sign_in import (
    SignIn,
    parse_sign_in,
    personal_digest,
    seconds_of,
    sign_in_text,
    time_of,
)

ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
MESSAGE = SignIn(
    domain="label.example:8443",
    address=ADDRESS,
    uri="https://label.example:8443/",
    chain_id=56,
    nonce="32891756abcdef",
    issued_at="2026-11-29T20:00:00Z",
)
TEXT = sign_in_text(MESSAGE)
PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=80)
WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789-._~:/?#%", max_size=40)
TIMES = st.integers(0, 4_000_000_000).map(time_of)


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT + "\n",
        " " + TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("Version: 1", "Version: 2"),
        TEXT.replace("Chain ID: 56", "Chain ID: 056"),
        TEXT.replace("Chain ID: 56", "Chain ID: 0"),
        TEXT.replace("Nonce: 32891756abcdef", "Nonce: 3289175"),
        TEXT.replace("Nonce: ", "Nonce:"),
        TEXT.replace(ADDRESS, ADDRESS[:-1]),
        TEXT.replace("2026-11-29T20:00:00Z", "2026-11-29 20:00:00Z"),
        TEXT.replace("2026-11-29T20:00:00Z", "2026-11-29T20:00:00"),
        TEXT.replace("2026-11-29T20:00:00Z", "2026-13-29T20:00:00Z"),
        TEXT.replace("2026-11-29T20:00:00Z", "2026-02-30T20:00:00Z"),
        TEXT.replace("URI: https://label.example:8443/", "URI: nowhere"),
        TEXT.replace("label.example:8443 wants", "label.example:8443/x wants"),
        TEXT + "\nRequest ID: a\nNot Before: 2026-11-29T20:00:00Z",
        TEXT.replace("\n\n\n", "\n\nsee\nthis\n\n"),
        TEXT.replace("\n\n\n", "\n\nnaïve\n\n"),
        TEXT + "\nResources:\n- " + "x" * 4_000,
    ],
)
def test_a_text_that_the_standard_does_not_allow_is_refused(text: str) -> None:
    with pytest.raises(BadSignIn):
        parse_sign_in(text)


@given(st.text(max_size=300))
def test_any_text_is_refused_or_reads_the_same_when_written_again(text: str) -> None:
    try:
        message = parse_sign_in(text)
    except BadSignIn:
        return
    assert sign_in_text(message) == text


@given(st.integers(0, len(TEXT) - 1), st.characters(codec="utf-8"))
def test_one_changed_character_is_refused_or_means_something_else(place: int, char: str) -> None:
    text = TEXT[:place] + char + TEXT[place + 1 :]
    try:
        message = parse_sign_in(text)
    except BadSignIn:
        return
    assert sign_in_text(message) == text
    assert (message == MESSAGE) == (text == TEXT)


@given(
    statement=st.none() | PRINTABLE,
    times=st.tuples(TIMES, st.none() | TIMES, st.none() | TIMES),
    request_id=st.none() | WORD,
    resources=st.none() | st.lists(WORD.filter(bool).map("ipfs://{}".format), max_size=3),
    scheme=st.none() | st.just("https"),
)
def test_a_message_written_and_read_is_the_same(
    statement: str | None,
    times: tuple[str, str | None, str | None],
    request_id: str | None,
    resources: list[str] | None,
    scheme: str | None,
) -> None:
    message = SignIn(
        domain="localhost:8080",
        address=ADDRESS,
        uri="http://localhost:8080/",
        chain_id=31337,
        nonce="0123456789abcdef",
        issued_at=times[0],
        expires_at=times[1],
        not_before=times[2],
        statement=statement,
        scheme=scheme,
        request_id=request_id,
        resources=None if resources is None else tuple(resources),
    )
    assert parse_sign_in(sign_in_text(message)) == message


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:01.5Z", 1.5),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1970-01-01T01:00:00.250000000+01:00", 0.25),
        ("2026-11-29T20:00:00Z", 1_795_982_400),
    ],
)
def test_times_mean_what_the_calendar_says(text: str, seconds: float) -> None:
    assert seconds_of(text) == seconds


@given(st.text(max_size=200))
def test_a_text_is_hashed_as_wallets_hash_it(text: str) -> None:
    assert personal_digest(text) == bytes(defunct_hash_message(text=text))
