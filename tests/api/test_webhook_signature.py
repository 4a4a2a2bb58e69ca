"""Signatures of posts: another body, time or secret does not fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.api.webhook_signature import TOLERANCE_S, is_signed, sign_post

HEADER = sign_post("secret", b"body", 1_000)


@pytest.mark.parametrize(
    ("secret", "body", "header", "now_s"),
    [
        ("other", b"body", HEADER, 1_000),
        ("secret", b"bodY", HEADER, 1_000),
        ("secret", b"body", HEADER.replace("t=1000", "t=1001"), 1_000),
        ("secret", b"body", HEADER + " ", 1_000),
        ("secret", b"body", "", 1_000),
        ("secret", b"body", HEADER, 1_001 + TOLERANCE_S),
        ("secret", b"body", HEADER, 999 - TOLERANCE_S),
    ],
)
def test_what_does_not_fit_is_refused(secret: str, body: bytes, header: str, now_s: int) -> None:
    assert not is_signed(secret, body, header, now_s)


@given(st.text(max_size=40), st.binary(max_size=200), st.integers(0, 2**40))
def test_what_was_signed_fits(secret: str, body: bytes, time_s: int) -> None:
    assert is_signed(secret, body, sign_post(secret, body, time_s), time_s)


@given(st.text(max_size=120))
def test_any_header_is_read(header: str) -> None:
    assert is_signed("secret", b"body", header, 1_000) == (header == HEADER)
