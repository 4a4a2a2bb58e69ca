import pytest
from eth_account import Account
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.errors import BadSignature
from labelfield.protocol.keys import Key, recover
from tests.protocol.drawn import PRIVATE_KEYS

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
DIGESTS = st.binary(min_size=32, max_size=32)
KEY = Key(bytes(31) + b"\x07")
DIGEST = bytes(range(32))


@pytest.mark.parametrize(
    "private_key",
    [
        b"",
        b"\x01",
        b"\x01" * 31,
        b"\x01" * 33,
        bytes(10) + b"\x01" * 32,
        bytes(32),
        ORDER.to_bytes(32),
        b"\xff" * 32,
    ],
)
def test_key_refuses_what_is_no_private_key(private_key: bytes) -> None:
    with pytest.raises(BadSignature, match="private key"):
        Key(private_key)


@pytest.mark.parametrize("recovery", [0, 1, 2, 26, 29, 30, 31, 35, 255])
def test_recover_refuses_every_v_but_27_and_28(recovery: int) -> None:
    with pytest.raises(BadSignature, match="27 or 28"):
        recover(DIGEST, KEY.sign(DIGEST)[:64] + bytes([recovery]))


@pytest.mark.parametrize("size", [0, 1, 64, 66, 130])
def test_recover_refuses_every_size_but_65(size: int) -> None:
    with pytest.raises(BadSignature, match="65 bytes"):
        recover(DIGEST, (KEY.sign(DIGEST) * 2)[:size])


@pytest.mark.parametrize("digest", [b"", DIGEST[:31], DIGEST + b"\x00"])
def test_recover_refuses_digests_of_another_size(digest: bytes) -> None:
    with pytest.raises(BadSignature):
        recover(digest, KEY.sign(DIGEST))


@pytest.mark.parametrize("part", [slice(0, 32), slice(32, 64)])
@pytest.mark.parametrize("number", [0, ORDER, 2**256 - 1])
def test_recover_refuses_r_and_s_outside_the_curve_order(part: slice, number: int) -> None:
    signature = bytearray(KEY.sign(DIGEST))
    signature[part] = number.to_bytes(32)
    with pytest.raises(BadSignature):
        recover(DIGEST, bytes(signature))


@given(PRIVATE_KEYS, DIGESTS)
def test_the_other_signature_of_the_same_digest_is_refused(
    private_key: bytes, digest: bytes
) -> None:
    signature = Key(private_key).sign(digest)
    high = (ORDER - int.from_bytes(signature[32:64])).to_bytes(32)
    with pytest.raises(BadSignature, match="upper half"):
        recover(digest, signature[:32] + high + bytes([55 - signature[64]]))


@given(DIGESTS, st.binary(min_size=65, max_size=65) | st.binary(max_size=70))
def test_recover_of_garbage_raises_bad_signature_or_names_an_account(
    digest: bytes, garbage: bytes
) -> None:
    for signature in (garbage, garbage[:64] + b"\x1b"):
        try:
            assert len(recover(digest, signature)) == 42
        except BadSignature:
            continue


@given(PRIVATE_KEYS, DIGESTS, st.integers(0, 32 * 8 - 1))
def test_a_changed_digest_names_another_signer(private_key: bytes, digest: bytes, bit: int) -> None:
    key = Key(private_key)
    changed = (int.from_bytes(digest) ^ 1 << bit).to_bytes(32)
    assert recover(changed, key.sign(digest)) != key.address


@given(PRIVATE_KEYS, DIGESTS)
def test_sign_makes_what_eth_account_makes_and_recover_names_the_signer(
    private_key: bytes, digest: bytes
) -> None:
    key = Key(private_key)
    signature = key.sign(digest)
    assert signature == bytes(Account.unsafe_sign_hash(digest, private_key).signature)
    assert recover(digest, signature) == key.address
    assert key.address == Account.from_key(private_key).address.lower()
    assert int.from_bytes(signature[32:64]) <= ORDER // 2


@given(st.integers(2**128, 2**255).map(lambda number: number.to_bytes(32)))
def test_a_keys_text_shows_its_address_and_never_the_key(private_key: bytes) -> None:
    key = Key(private_key)
    shown = repr(key) + str(key)
    assert key.address in shown
    assert private_key.hex() not in shown
