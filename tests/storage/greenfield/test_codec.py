"""Messages to bytes and back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.storage.greenfield.access_messages import Principal, PutPolicy, Statement
from labelfield.storage.greenfield.bucket_messages import Approval, CreateBucket, Quota
from labelfield.storage.greenfield.codec import decode, encode
from labelfield.storage.greenfield.enums import Action, Effect, PrincipalType, Visibility
from labelfield.storage.greenfield.errors import MalformedProtobuf
from labelfield.storage.greenfield.proto import bytes_field, number_field, read_fields
from labelfield.storage.greenfield.resources import Bucket, StoredObject, StreamRecord

times = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
numbers = st.integers(0, 2**64 - 1)
statements = st.builds(
    Statement,
    effect=st.sampled_from(Effect),
    actions=st.lists(st.sampled_from(Action), max_size=4).map(tuple),
    resources=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    expiration_time=st.none() | times,
    limit_size=st.none() | st.builds(Quota, numbers),
)
policies = st.builds(
    PutPolicy,
    operator=st.text(max_size=5),
    principal=st.none() | st.builds(Principal, st.sampled_from(PrincipalType), st.text(max_size=5)),
    resource=st.text(max_size=5),
    statements=st.lists(statements, max_size=3).map(tuple),
    expiration_time=st.none() | times,
)
buckets = st.builds(
    CreateBucket,
    creator=st.text(max_size=5),
    bucket_name=st.text(max_size=5),
    visibility=st.sampled_from(Visibility),
    payment_address=st.text(max_size=5),
    primary_sp_address=st.text(max_size=5),
    primary_sp_approval=st.none()
    | st.builds(Approval, numbers, st.integers(0, 2**32 - 1), st.binary(max_size=5)),
    charged_read_quota=numbers,
)


@given(policies | buckets)
def test_a_message_survives_its_bytes(message):
    assert decode(type(message), encode(message)) == message


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_refused(data):
    for kind in (Bucket, StoredObject, PutPolicy, StreamRecord):
        try:
            found = decode(kind, data)
        except MalformedProtobuf:
            continue
        assert isinstance(found, kind)


@given(policies, st.data())
def test_a_message_cut_short_is_refused_or_another(message, data):
    whole = encode(message)
    cut = whole[: data.draw(st.integers(0, max(0, len(whole) - 1)))]
    try:
        assert decode(PutPolicy, cut) != message or cut == whole
    except MalformedProtobuf:
        return


def test_unknown_fields_are_skipped():
    extra = number_field(99, 7) + bytes_field(98, b"new") + b"\xe9\x05" + bytes(8)
    message = Quota(5)
    assert decode(Quota, encode(message) + extra) == message


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (bytes_field(1, b"x"), "wrong wire type"),
        (b"\x00\x01", "number 0"),
        (b"\x0b", "wire type 3"),
        (b"\x0a\x05abc", "runs past the end"),
        (b"\x08" + b"\xff" * 10, "does not end"),
        (b"\x08" + b"\xff" * 9 + b"\x7f", "exceeds 64 bits"),
    ],
)
def test_broken_bytes_are_refused(data, problem):
    with pytest.raises(MalformedProtobuf, match=problem):
        decode(Quota, data)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (number_field(3, 4), "holds 4, no Visibility"),
        (bytes_field(2, b"\xff"), "not UTF-8"),
        (bytes_field(4, b"1e9"), "is no number"),
        (bytes_field(4, b"9" * 90), "is no number"),
        (number_field(8, 1 << 32), "exceeds 32 bits"),
    ],
)
def test_values_that_a_field_cannot_hold_are_refused(data, problem):
    with pytest.raises(MalformedProtobuf, match=problem):
        decode(Bucket, data)


def test_packed_and_single_numbers_read_alike():
    packed = bytes_field(2, b"\x06\x03")
    single = number_field(2, 6) + number_field(2, 3)
    expected = (Action.ACTION_GET_OBJECT, Action.ACTION_CREATE_OBJECT)
    assert decode(Statement, packed).actions == decode(Statement, single).actions == expected


def test_fields_come_in_order():
    assert list(read_fields(number_field(1, 1) + bytes_field(2, b"x"))) == [(1, 1), (2, b"x")]
