"""What the chain's own EIP-712 does that nobody else's does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from labelfield.storage.greenfield.access_messages import Principal, PutPolicy, Statement
from labelfield.storage.greenfield.bucket_messages import Quota
from labelfield.storage.greenfield.cosmos import Fee
from labelfield.storage.greenfield.enums import Action, Effect, PrincipalType
from labelfield.storage.greenfield.errors import Unsignable
from labelfield.storage.greenfield.typed_data import (
    SignDocument,
    digest_of,
    time_text,
    typed_data_of,
)

STATEMENT = Statement(Effect.EFFECT_ALLOW, (Action.ACTION_GET_OBJECT,), ("grn:o::a/.*",))
PRINCIPAL = Principal(PrincipalType.PRINCIPAL_TYPE_GNFD_GROUP, "7")
POLICY = PutPolicy("0xab", PRINCIPAL, "grn:b::a", (STATEMENT,))


def document(*messages):
    return SignDocument(9000, 1, 2, Fee((), 0), messages)


def test_statements_of_different_shapes_cannot_be_signed():
    limited = replace(STATEMENT, limit_size=Quota(5))
    with pytest.raises(Unsignable, match="leave out the same fields"):
        digest_of(document(replace(POLICY, statements=(STATEMENT, limited))))


def test_what_is_absent_vanishes_from_the_type_but_a_time_is_empty_text():
    types, value = typed_data_of(document(POLICY))
    assert types["TypeMsg1Statements"] == {
        "effect": "string",
        "actions": "string[]",
        "resources": "string[]",
        "expiration_time": "string",
    }
    assert value["msg1"]["statements"][0]["expiration_time"] == ""
    assert value["msg1"]["statements"][0]["actions"] == ["ACTION_GET_OBJECT"]


def test_structs_are_named_for_their_message_and_path():
    limited = replace(STATEMENT, limit_size=Quota(5))
    types, _ = typed_data_of(document(POLICY, replace(POLICY, statements=(limited,))))
    assert types["Tx"]["msg2"] == "Msg2"
    assert types["TypeMsg2StatementsLimitSize"] == {"value": "uint64"}
    assert types["Msg2"]["statements"] == "TypeMsg2Statements[]"


@pytest.mark.parametrize(
    ("microsecond", "spelled"),
    [(0, "05Z"), (678_000, "05.678Z"), (1, "05.000001Z"), (500_000, "05.500Z")],
)
def test_times_are_in_utc_with_as_many_digits_as_they_need(microsecond, spelled):
    place = timezone(timedelta(hours=2))
    time = datetime(2050, 1, 2, 5, 4, 5, microsecond, place)
    assert time_text(time) == "2050-01-02T03:04:" + spelled
    assert time_text(time.astimezone(UTC)) == time_text(time)


def test_payer_granter_and_chain_are_signed():
    plain = document(POLICY)
    others = [
        replace(plain, fee=Fee((), 0, payer="0xcd")),
        replace(plain, fee=Fee((), 0, granter="0xcd")),
        replace(plain, chain_id=1017),
        replace(plain, account_number=2),
        replace(plain, memo="x"),
        replace(plain, timeout_height=9),
    ]
    assert len({digest_of(each) for each in (plain, *others)}) == 7
