"""What the double's chain refuses, as the network does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from labelfield.storage.greenfield import typed_data
from labelfield.storage.greenfield.access_messages import (
    CreateGroup,
    DeletePolicy,
    Member,
    Principal,
    PutPolicy,
    Statement,
    UpdateGroupMember,
)
from labelfield.storage.greenfield.bucket_messages import Approval, CreateBucket, SetTag, Tag, Tags
from labelfield.storage.greenfield.checksums import checksums_of
from labelfield.storage.greenfield.codec import decode, encode
from labelfield.storage.greenfield.cosmos import (
    AuthInfo,
    Body,
    ModeInfo,
    RawTransaction,
    SingleMode,
    Wrapped,
)
from labelfield.storage.greenfield.enums import Action, Effect, PrincipalType, Visibility
from labelfield.storage.greenfield.errors import RpcRefused, TransactionFailed, WrongSequence
from labelfield.storage.greenfield.object_messages import (
    CancelCreateObject,
    CreateObject,
    DeleteObject,
    UpdateObjectContent,
)
from labelfield.storage.greenfield.payment_messages import CreatePaymentAccount, Deposit, Withdraw
from labelfield.storage.greenfield.rpc import Patience, Rpc
from labelfield.storage.greenfield.transaction import Draft, sign
from labelfield.storage.greenfield.typed_data import SignDocument, digest_of
from labelfield.storage.greenfield.uploads import NewObject
from tests.storage.greenfield.conftest import BUCKET, FRIEND, OWNER, STRANGER

PRICE = 5 * 10**9
PRIVATE = Visibility.VISIBILITY_TYPE_PRIVATE
GROUP = CreateGroup(OWNER.address, "group")
ALLOW = Statement(Effect.EFFECT_ALLOW, (Action.ACTION_GET_OBJECT,), ("grn:o::x/.*",))
ACCOUNT = PrincipalType.PRINCIPAL_TYPE_GNFD_ACCOUNT


@pytest.fixture
def rpc(double, clock):
    connection = Rpc(double.network().rpc_url, Patience(sleep=clock.sleep))
    yield connection
    connection.close()


def signed(draft=None, key=OWNER, chain_id=9000, number=1):
    return sign(draft or Draft((GROUP,), 0, 2400, PRICE), key, chain_id, number)


def changed(transaction, **changes):
    raw = decode(RawTransaction, transaction)
    auth = decode(AuthInfo, raw.auth_info)
    if "fee" in changes:
        auth = replace(auth, fee=replace(auth.fee, **changes.pop("fee")))
    if "signer" in changes:
        signer = replace(auth.signer_infos[0], **changes.pop("signer"))
        auth = replace(auth, signer_infos=(signer,))
    return encode(replace(raw, auth_info=encode(auth), **changes))


def refusal(rpc, transaction):
    with pytest.raises(RpcRefused) as caught:
        rpc.broadcast(transaction)
    return caught.value.code, caught.value.log


def test_a_proper_transaction_is_taken_and_twice_sent_is_taken_once(rpc):
    transaction = signed()
    tx_hash = rpc.broadcast(transaction)
    assert rpc.wait(tx_hash).gas_used == 2400
    with pytest.raises(WrongSequence):
        rpc.broadcast(transaction)


def test_a_sequence_must_be_the_accounts(rpc):
    code, log = refusal(rpc, signed(Draft((GROUP,), 5, 2400, PRICE)))
    assert code == 32
    assert "account sequence mismatch, expected 0, got 5" in log


@pytest.mark.parametrize(
    "transaction",
    [
        signed(chain_id=1017),
        signed(number=2),
        changed(signed(), signatures=(b"\x01" * 65,)),
        changed(signed(), signatures=(bytes(65),)),
        changed(signed(), signatures=(b"short",)),
        changed(signed(), fee={"granter": FRIEND.address}),
        changed(signed(), body=encode(Body((Wrapped(GROUP.TYPE_URL, encode(GROUP)),), "memo"))),
    ],
    ids=["chain", "account", "junk", "zero", "short", "granter", "memo"],
)
def test_a_signature_must_be_over_this_transaction(rpc, transaction):
    code, log = refusal(rpc, transaction)
    assert code == 4
    assert "signature verification failed" in log


def test_the_domain_must_be_the_chains(rpc, monkeypatch):
    monkeypatch.setattr(typed_data, "VERIFYING_CONTRACT", "greenfield")
    transaction = signed()
    monkeypatch.undo()
    assert refusal(rpc, transaction)[0] == 4


def test_a_payer_in_lower_case_is_another_signer(rpc):
    code, log = refusal(rpc, changed(signed(), fee={"payer": OWNER.address.lower()}))
    assert code == 4
    assert "wrong number of signers; expected 2, got 1" in log


def test_no_payer_in_the_transaction_means_the_checksummed_signer(rpc):
    rpc.broadcast(changed(signed(), fee={"payer": ""}))


def test_signatures_with_v_of_27_are_taken_too(rpc):
    raw = decode(RawTransaction, signed())
    signature = raw.signatures[0][:64] + bytes([raw.signatures[0][64] + 27])
    rpc.broadcast(encode(replace(raw, signatures=(signature,))))


def test_another_mode_of_signing_is_refused(rpc):
    direct = changed(signed(), signer={"mode_info": ModeInfo(SingleMode(1))})
    assert refusal(rpc, direct) == (4, "can't verify sign mode: expected SIGN_MODE_EIP_712")


def test_anothers_key_is_refused(rpc):
    public = decode(
        AuthInfo,
        decode(
            RawTransaction,
            signed(Draft((CreateGroup(FRIEND.address, "group"),), 0, 2400, PRICE), FRIEND),
        ).auth_info,
    )
    info = public.signer_infos[0].public_key
    assert refusal(rpc, changed(signed(), signer={"public_key": info}))[0] == 8


def test_a_price_below_the_networks_is_refused(rpc):
    code, log = refusal(rpc, signed(Draft((GROUP,), 0, 2400, PRICE - 1)))
    assert code == 13
    assert "insufficient fee" in log


def test_less_gas_than_the_messages_need_is_refused(rpc):
    code, log = refusal(rpc, signed(Draft((GROUP,), 0, 2399, PRICE)))
    assert code == 11
    assert "out of gas" in log


def test_an_account_without_money_cannot_send(rpc):
    message = CreateGroup(STRANGER.address, "group")
    assert refusal(rpc, signed(Draft((message,), 0, 2400, PRICE), STRANGER))[0] == 9


def test_a_fee_beyond_the_balance_fails_and_costs_nothing(owner, rpc):
    before = owner.chain.balance_wei(OWNER.address)
    transaction = signed(Draft((GROUP,), 1, 2400, 10**16))
    with pytest.raises(TransactionFailed, match="insufficient funds"):
        rpc.wait(rpc.broadcast(transaction))
    assert owner.chain.balance_wei(OWNER.address) == before


def test_junk_an_unknown_message_and_a_giant_are_refused(rpc):
    assert refusal(rpc, b"\xff\xff")[0] == 2
    stranger = Body((Wrapped("/greenfield.storage.MsgSealObject", b""),))
    assert refusal(rpc, changed(signed(), body=encode(stranger)))[0] == 2
    assert refusal(rpc, changed(signed(), body=encode(Body(()))))[0] == 18
    assert refusal(rpc, bytes(64 * 1024 + 1))[0] == 21


def test_of_several_messages_all_take_effect_or_none(owner, rpc):
    sequence = owner.chain.account(OWNER.address).sequence
    messages = (GROUP, GROUP)
    draft = Draft(messages, sequence, 4800, PRICE)
    before = owner.chain.balance_wei(OWNER.address)
    with pytest.raises(TransactionFailed, match="Group already exists"):
        rpc.wait(rpc.broadcast(signed(draft)))
    assert owner.chain.balance_wei(OWNER.address) == before - 4800 * PRICE
    assert owner.chain.account(OWNER.address).sequence == sequence + 1
    owner.send(GROUP)


def bucket_message(**changes):
    provider = changes.pop("provider")
    message = CreateBucket(
        OWNER.address, "new", PRIVATE, OWNER.address, provider.operator_address, Approval(0, 101)
    )
    return replace(message, **changes)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"bucket_name": BUCKET}, "Bucket already exists"),
        ({"bucket_name": "Upper"}, "invalid bucket name"),
        ({"visibility": Visibility.VISIBILITY_TYPE_UNSPECIFIED}, "Unspecified visibility"),
        ({"primary_sp_approval": None}, "approvals"),
        ({"primary_sp_approval": Approval(0, 102)}, "invalid global virtual group"),
        ({"primary_sp_address": OWNER.address}, "No such storage provider"),
        ({"payment_address": FRIEND.address}, "no payment account"),
    ],
)
def test_a_bucket_must_be_proper(owner, changes, problem):
    provider = owner.chain.providers()[0]
    with pytest.raises(RpcRefused, match=problem):
        owner.send(bucket_message(provider=provider, **changes))


def object_message(**changes):
    message = CreateObject(
        OWNER.address, BUCKET, "new", 1, PRIVATE, "", Approval(), checksums_of(b"x")
    )
    return replace(message, **changes)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"expect_checksums": checksums_of(b"x")[:6]}, "Missing expect checksums"),
        ({"expect_checksums": (*checksums_of(b"x"), bytes(32))}, "Missing expect checksums"),
        ({"expect_checksums": (b"short",) * 7}, "Invalid SHA256"),
        ({"object_name": "there"}, "Object already exists"),
        ({"object_name": ""}, "invalid object name"),
        ({"object_name": "a//b"}, "invalid object name"),
        ({"bucket_name": "nowhere"}, "No such bucket"),
        ({"payload_size": 1 << 60}, "too large"),
        ({"primary_sp_approval": None}, "approvals"),
    ],
)
def test_an_object_must_be_proper(owner, changes, problem):
    owner.upload(NewObject(BUCKET, "there", b""))
    with pytest.raises(RpcRefused, match=problem):
        owner.send(object_message(**changes))


def test_storage_that_nobody_can_pay_for_is_refused(owner):
    owner.send(CreatePaymentAccount(OWNER.address))
    (account,) = owner.chain.payment_accounts(OWNER.address)
    owner.create_bucket("unpaid", PRIVATE, payment_address=account)
    with pytest.raises(RpcRefused, match="charge failed"):
        owner.send(object_message(bucket_name="unpaid"))


def test_objects_change_only_in_the_state_that_allows_it(owner):
    owner.send(object_message())
    owner.upload(NewObject(BUCKET, "sealed", b"x"))
    change = UpdateObjectContent(OWNER.address, BUCKET, "sealed", 1, "", checksums_of(b"y"))
    with pytest.raises(RpcRefused, match="not sealed"):
        owner.send(DeleteObject(OWNER.address, BUCKET, "new"))
    with pytest.raises(RpcRefused, match="not created"):
        owner.send(CancelCreateObject(OWNER.address, BUCKET, "sealed"))
    with pytest.raises(RpcRefused, match="not sealed"):
        owner.send(replace(change, object_name="new"))
    owner.send(change)
    with pytest.raises(RpcRefused, match="being updated"):
        owner.send(change)


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        (
            PutPolicy(
                FRIEND.address, Principal(ACCOUNT, STRANGER.address), f"grn:b::{BUCKET}", (ALLOW,)
            ),
            "Only resource owner",
        ),
        (
            DeletePolicy(FRIEND.address, Principal(ACCOUNT, STRANGER.address), f"grn:b::{BUCKET}"),
            "Only resource owner",
        ),
        (SetTag(FRIEND.address, f"grn:b::{BUCKET}", Tags((Tag("a", "b"),))), "only the owner"),
        (object_message(creator=FRIEND.address), "Access denied"),
        (Deposit(FRIEND.address, OWNER.address, 1), "payment account not found"),
        (Withdraw(FRIEND.address, OWNER.address, 1), "not payment account owner"),
    ],
)
def test_what_belongs_to_another_is_refused(owner, double, connect, message, problem):
    with pytest.raises(RpcRefused, match=problem):
        connect(double, FRIEND).send(message)


@pytest.mark.parametrize(
    ("principal", "statement", "problem"),
    [
        (Principal(ACCOUNT, OWNER.address), ALLOW, "can not be the bucket owner"),
        (Principal(PrincipalType.PRINCIPAL_TYPE_GNFD_GROUP, "99"), ALLOW, "No such group"),
        (Principal(PrincipalType.PRINCIPAL_TYPE_UNSPECIFIED, "x"), ALLOW, "Unknown principal"),
        (None, replace(ALLOW, effect=Effect.EFFECT_UNSPECIFIED), "specify the Effect"),
        (None, replace(ALLOW, actions=(Action.ACTION_DELETE_GROUP,)), "not allowed here"),
        (None, replace(ALLOW, resources=("grn:o::[",)), "invalid statement"),
        (None, replace(ALLOW, resources=(".*",)), "is no GRN"),
    ],
)
def test_a_policy_must_be_proper(owner, principal, statement, problem):
    chosen = principal or Principal(ACCOUNT, FRIEND.address)
    with pytest.raises(RpcRefused, match=problem):
        owner.send(PutPolicy(OWNER.address, chosen, f"grn:b::{BUCKET}", (statement,)))


def test_members_come_twenty_at_a_time_once_each_and_not_from_the_past(owner):
    owner.send(GROUP)
    update = UpdateGroupMember(OWNER.address, OWNER.address, "group", (Member(FRIEND.address),))
    many = tuple(Member(f"0x{number:040x}") for number in range(21))
    past = Member(STRANGER.address, datetime.now(UTC) - timedelta(hours=1))
    with pytest.raises(RpcRefused, match="limit exceeded"):
        owner.send(replace(update, members_to_add=many))
    with pytest.raises(RpcRefused, match="invalid group member"):
        owner.send(replace(update, members_to_add=(past,)))
    owner.send(update)
    with pytest.raises(RpcRefused, match="already exists"):
        owner.send(update)
    with pytest.raises(RpcRefused, match="No such group member"):
        owner.send(replace(update, members_to_add=(), members_to_delete=(STRANGER.address,)))


def test_a_document_signed_by_hand_is_what_the_chain_reads(rpc):
    raw = decode(RawTransaction, signed())
    fee = decode(AuthInfo, raw.auth_info).fee
    digest = digest_of(SignDocument(9000, 1, 0, fee, (GROUP,)))
    assert raw.signatures == (OWNER.sign(digest),)
