"""The client against the double: what is written comes back, and what cannot be is refused."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelfield.storage.greenfield.access_messages import CreateGroup, Member, UpdateGroupMember
from labelfield.storage.greenfield.bucket_messages import SetTag, Tag, Tags
from labelfield.storage.greenfield.checksums import SEGMENT_SIZE, checksums_of
from labelfield.storage.greenfield.enums import ObjectStatus, Visibility
from labelfield.storage.greenfield.errors import (
    InvalidInput,
    MalformedResponse,
    NotFound,
    NotSealed,
    RpcRefused,
)
from labelfield.storage.greenfield.network import Network
from labelfield.storage.greenfield.payment_messages import (
    AllowedMessages,
    BasicAllowance,
    Coin,
    CreatePaymentAccount,
    Deposit,
    GrantAllowance,
    Withdraw,
)
from labelfield.storage.greenfield.queries import HeadGroupMemberQuery
from labelfield.storage.greenfield.uploads import NewObject
from tests.storage.greenfield.conftest import BUCKET, FRIEND, OWNER, STRANGER


def test_a_client_without_a_key_sends_nothing(double, connect):
    with pytest.raises(InvalidInput, match="need a key"):
        connect(double, None).create_bucket("nobodys", Visibility.VISIBILITY_TYPE_PRIVATE)


def test_a_node_of_another_network_gets_no_transaction(double, connect):
    client = connect(double)
    client.chain._network = Network(double.network().rpc_url, 1017)
    with pytest.raises(MalformedResponse, match="expected chain 1017"):
        client.create_bucket("astray", Visibility.VISIBILITY_TYPE_PRIVATE)


def test_what_nobody_wrote_is_not_found(owner):
    with pytest.raises(NotFound):
        owner.read(BUCKET, "nothing")
    with pytest.raises(NotFound):
        owner.read("no-such-bucket", "nothing")
    assert not owner.chain.has_object(BUCKET, "nothing")


def test_other_bytes_under_a_taken_name_are_refused(owner):
    owner.upload(NewObject(BUCKET, "a", b"first"))
    with pytest.raises(InvalidInput, match="announced before with other bytes"):
        owner.upload(NewObject(BUCKET, "a", b"other"))
    assert owner.read(BUCKET, "a") == b"first"


@pytest.mark.parametrize("name", ["../up", "a/../b", "a/./b", ".."])
def test_names_that_a_url_cannot_hold_are_refused(owner, name):
    with pytest.raises((InvalidInput, RpcRefused)):
        owner.upload(NewObject(BUCKET, name, b"x"))
    with pytest.raises(InvalidInput):
        owner.gateway(BUCKET).get_range(BUCKET, name, 0, 1)


def test_a_bucket_no_provider_takes_is_refused(double, connect):
    with pytest.raises(InvalidInput, match="storage provider 9 takes no bucket"):
        connect(double).create_bucket("far", Visibility.VISIBILITY_TYPE_PRIVATE, provider_id=9)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(
    name=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40),
    data=st.binary(max_size=3000),
)
def test_any_object_of_any_name_comes_back(owner, name, data):
    name = "x" + name.replace("/", "_").replace("\\", "_") + f"{len(data)}-{hash(data)}"
    owner.upload(NewObject(BUCKET, name, data))
    assert owner.read(BUCKET, name) == data
    assert name in {found.name for found in owner.list_objects(BUCKET)}


def test_what_was_uploaded_comes_back_in_memory_in_a_file_and_in_part(owner, tmp_path: Path):
    data = bytes(range(256)) * 40
    owner.upload(NewObject(BUCKET, "folder/a b~ü.txt", data, "text/plain"))
    assert owner.read(BUCKET, "folder/a b~ü.txt") == data
    owner.download(BUCKET, "folder/a b~ü.txt", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == data
    assert owner.read_range(BUCKET, "folder/a b~ü.txt", 100, 300) == data[100:400]


def test_a_file_over_a_segment_comes_back_and_tells_how_far_it_is(owner, tmp_path: Path):
    data = bytes(1000) * 17_000
    assert len(data) > SEGMENT_SIZE
    source = tmp_path / "source"
    source.write_bytes(data)
    seen = []
    owner.upload(NewObject(BUCKET, "large", source), lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(data), len(data))
    owner.download(BUCKET, "large", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == data


def test_several_objects_go_in_one_transaction(owner):
    before = owner.chain.account(OWNER.address).sequence
    objects = [NewObject(BUCKET, f"object-{number}", b"x" * number) for number in range(5)]
    sealed = owner.upload_all(objects)
    assert owner.chain.account(OWNER.address).sequence == before + 1
    assert [found.payload_size for found in sealed] == [0, 1, 2, 3, 4]
    assert sealed[4].checksums == checksums_of(b"xxxx")


def test_a_resumable_upload_goes_on_where_the_providers_parts_end(owner, tmp_path: Path):
    source = tmp_path / "source"
    source.write_bytes(bytes(2 * SEGMENT_SIZE + 5))
    sealed = owner.upload_resumably(NewObject(BUCKET, "parts", source), SEGMENT_SIZE)
    assert sealed.payload_size == 2 * SEGMENT_SIZE + 5
    with pytest.raises(InvalidInput, match="multiples"):
        owner.upload_resumably(NewObject(BUCKET, "other", b"x"), 1000)


def test_an_object_takes_other_bytes(owner):
    owner.upload(NewObject(BUCKET, "a", b"first"))
    replaced = owner.replace(NewObject(BUCKET, "a", b"the second"))
    assert replaced.version == 1
    assert owner.read(BUCKET, "a") == b"the second"


def test_listing_pages_through_a_bucket_by_prefix(owner, monkeypatch):
    names = [f"{letter}/{number}" for letter in "ab" for number in range(7)]
    owner.upload_all([NewObject(BUCKET, name, b"") for name in names])
    gateway = owner.gateway(BUCKET)
    page = gateway.list_page(BUCKET, "", "", 5)
    seen = [found.name for found in page.objects]
    while page.next_token:
        page = gateway.list_page(BUCKET, "", page.next_token, 5)
        seen += [found.name for found in page.objects]
    assert seen == sorted(names)
    assert [found.name for found in owner.list_objects(BUCKET, "b/")] == names[7:]
    assert gateway.object_meta(BUCKET, "a/1").size == 0
    assert gateway.bucket_owner(BUCKET) == OWNER.address


def test_deleting_ends_an_object_sealed_or_not_and_then_the_bucket(start, connect):
    client = connect(start(seal_after_s=1e9))
    client.create_bucket(BUCKET, Visibility.VISIBILITY_TYPE_PRIVATE)
    client.upload(NewObject(BUCKET, "empty", b""))
    with pytest.raises(NotSealed):
        client.upload(NewObject(BUCKET, "unsealed", b"x"))
    with pytest.raises(RpcRefused, match="not empty"):
        client.delete_bucket(BUCKET)
    client.delete(BUCKET, "empty")
    client.delete(BUCKET, "unsealed")
    client.delete_bucket(BUCKET)
    with pytest.raises(NotFound):
        client.chain.bucket(BUCKET)


def test_an_object_is_created_first_and_sealed_later(start, connect, clock):
    client = connect(start(seal_after_s=5))
    client.create_bucket(BUCKET, Visibility.VISIBILITY_TYPE_PRIVATE)
    before = clock.passed_s
    sealed = client.upload(NewObject(BUCKET, "a", b"x"))
    assert sealed.object_status == ObjectStatus.OBJECT_STATUS_SEALED
    assert clock.passed_s >= before + 5


def test_blocks_take_time_and_the_client_waits_for_them(start, connect, clock):
    client = connect(start(block_after_s=2))
    client.create_bucket(BUCKET, Visibility.VISIBILITY_TYPE_PRIVATE)
    assert clock.passed_s >= 2
    assert client.upload(NewObject(BUCKET, "a", b"x")).payload_size == 1


def test_a_delegated_upload_needs_no_transaction_and_no_money(owner, double, connect):
    new = NewObject(BUCKET, "given", b"answer")
    owner.upload_delegated(new)
    assert owner.check_delegated(new).checksums == checksums_of(b"answer")
    with pytest.raises(InvalidInput, match="other bytes"):
        owner.check_delegated(NewObject(BUCKET, "given", b"others"))
    with pytest.raises(InvalidInput, match="empty"):
        owner.upload_delegated(NewObject(BUCKET, "nothing", b""))


def test_reading_uses_up_the_quota(owner):
    owner.upload(NewObject(BUCKET, "a", b"x" * 100))
    before = owner.quota(BUCKET).left_bytes()
    owner.read(BUCKET, "a")
    owner.read_range(BUCKET, "a", 10, 20)
    assert owner.quota(BUCKET).left_bytes() == before - 120


def test_groups_tags_and_members_are_kept(owner):
    leaves = datetime.now(UTC) + timedelta(days=1)
    grn = f"grn:b::{BUCKET}"
    owner.send(
        CreateGroup(OWNER.address, "readers"),
        UpdateGroupMember(
            OWNER.address, OWNER.address, "readers", (Member(FRIEND.address, leaves),)
        ),
        SetTag(OWNER.address, grn, Tags((Tag("purpose", "test"),))),
    )
    asked = HeadGroupMemberQuery(FRIEND.address, OWNER.address, "readers")
    assert owner.chain.ask(asked).group_member.expiration_time == leaves
    assert owner.chain.bucket(BUCKET).tags == Tags((Tag("purpose", "test"),))


def test_a_payment_account_pays_for_storage(owner):
    owner.send(CreatePaymentAccount(OWNER.address))
    (account,) = owner.chain.payment_accounts(OWNER.address)
    owner.send(Deposit(OWNER.address, account, 10**17))
    owner.create_bucket("paid", Visibility.VISIBILITY_TYPE_PRIVATE, payment_address=account)
    owner.upload(NewObject("paid", "a", b"x"))
    record = owner.chain.stream_record(account)
    assert record.netflow_rate < 0
    assert record.static_balance == 10**17 - record.buffer_balance < 10**17
    owner.send(Withdraw(OWNER.address, account, 10**10))
    assert owner.chain.balance_wei(account) == record.static_balance - 10**10


def test_another_pays_the_fee_under_an_allowance(owner, double, connect):
    friend = connect(double, FRIEND)
    basic = BasicAllowance((Coin("BNB", 10**17),), datetime.now(UTC) + timedelta(days=1))
    types = (CreateGroup.TYPE_URL,)
    owner.send(GrantAllowance(OWNER.address, FRIEND.address, AllowedMessages(basic, types)))
    before = owner.chain.balance_wei(OWNER.address), friend.chain.balance_wei(FRIEND.address)
    friend.send(CreateGroup(FRIEND.address, "friends"), granter=OWNER.address)
    assert friend.chain.balance_wei(FRIEND.address) == before[1]
    assert owner.chain.balance_wei(OWNER.address) == before[0] - 2400 * 5 * 10**9
    with pytest.raises(RpcRefused, match="does not allow"):
        owner.send(CreateGroup(OWNER.address, "mine"), granter=FRIEND.address)


def test_a_cost_is_known_before_it_is_paid(owner):
    cost = owner.chain.cost(CreateGroup(OWNER.address, "one"), CreateGroup(OWNER.address, "two"))
    assert (cost.gas_limit, cost.fee_wei()) == (4800, 4800 * 5 * 10**9)


def test_an_account_that_never_received_anything_does_not_exist(double, connect):
    with pytest.raises(NotFound, match="not found"):
        connect(double, STRANGER).create_bucket("strange", Visibility.VISIBILITY_TYPE_PRIVATE)


def test_the_double_finds_chain_and_objects_again_after_a_restart(start, connect):
    first = start()
    client = connect(first)
    client.create_bucket(BUCKET, Visibility.VISIBILITY_TYPE_PRIVATE)
    client.upload(NewObject(BUCKET, "kept", b"still here"))
    height = client.chain.height()
    first.close()
    again = connect(start())
    assert again.read(BUCKET, "kept") == b"still here"
    assert again.chain.height() == height
