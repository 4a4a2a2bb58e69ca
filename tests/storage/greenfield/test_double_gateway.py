"""What the double's storage providers refuse, and the quirks they share with the network's."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import httpx
import pytest

from labelfield.storage.greenfield import gateway as gateways
from labelfield.storage.greenfield.authorization import authorize, encode_query, request_digest
from labelfield.storage.greenfield.bucket_messages import Approval
from labelfield.storage.greenfield.checksums import SEGMENT_SIZE, checksums_of
from labelfield.storage.greenfield.double.settings import Strictness
from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield.errors import (
    AlreadyUploaded,
    GatewayRefused,
    IntegrityMismatch,
    InvalidInput,
    NoPermission,
    NoSuchObject,
    QuotaExceeded,
    WrongProvider,
)
from labelfield.storage.greenfield.gateway import Gateway, Upload
from labelfield.storage.greenfield.gateway_answers import refusal_of
from labelfield.storage.greenfield.object_messages import CreateObject
from labelfield.storage.greenfield.rpc import Patience
from labelfield.storage.greenfield.uploads import NewObject
from tests.storage.greenfield.conftest import BUCKET, FRIEND, OWNER

PRIVATE = Visibility.VISIBILITY_TYPE_PRIVATE


def announce(client, name, size, checksums, bucket=BUCKET):
    visible = Visibility.VISIBILITY_TYPE_INHERIT
    client.send(
        CreateObject(OWNER.address, bucket, name, size, visible, "a/b", Approval(), checksums)
    )


def upload_of(data, name="a", bucket=BUCKET):
    return Upload(bucket, name, [data], len(data), "a/b")


@pytest.fixture
def url(double):
    return double.network().gateways[1]


def signed_request(url, key=OWNER, method="GET", name="a", host=None, expiry=None, **headers):
    """Send one request, signed by hand; `host` is signed instead of the true one if given."""
    true_host = httpx.URL(url).netloc.decode()
    expiry = expiry or (datetime.now(UTC) + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    signing = {"x-gnfd-expiry-timestamp": expiry, **headers}
    path = f"/{BUCKET}/{name}"
    digest = request_digest(method, path, "", signing, host or true_host)
    signing.setdefault("authorization", authorize(digest, key))
    response = httpx.request(method, url + path, headers=signing)
    if response.status_code == 200:
        return response
    raise refusal_of("test", response.status_code, response.content)


@pytest.fixture
def there(owner):
    owner.upload(NewObject(BUCKET, "a", b"0123456789", "a/b"))
    return owner


@pytest.mark.parametrize("wrong", ["", "GNFD1-EDDSA, Signature=00", "Bearer x"])
def test_another_scheme_is_refused(there, url, wrong):
    with pytest.raises(GatewayRefused) as caught:
        signed_request(url, authorization=wrong)
    assert (caught.value.status, caught.value.code) == (400, 50001)


@pytest.mark.parametrize("wrong", ["xyz", "00", "00" * 65, "ff" * 65])
def test_a_broken_signature_is_refused(there, url, wrong):
    with pytest.raises(GatewayRefused) as caught:
        signed_request(url, authorization=f"GNFD1-ECDSA, Signature={wrong}")
    assert caught.value.code == 50002


@pytest.mark.parametrize(
    "expiry", ["2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z", "soon", "2026-01-01", "-"]
)
def test_an_expiry_outside_seven_days_is_refused(there, url, expiry):
    with pytest.raises(GatewayRefused) as caught:
        signed_request(url, expiry=expiry)
    assert (caught.value.status, caught.value.code) == (400, 50023)


def test_the_host_may_be_signed_with_its_port_and_without(there, url):
    assert signed_request(url).content == b"0123456789"
    assert signed_request(url, host="127.0.0.1").content == b"0123456789"


def test_what_was_not_signed_names_a_stranger(there, url):
    with pytest.raises(NoPermission) as caught:
        signed_request(url, host="elsewhere.example")
    assert (caught.value.status, caught.value.code) == (401, 50004)
    with pytest.raises(NoPermission):
        signed_request(url, key=FRIEND)


def test_another_provider_refuses_a_bucket_that_is_not_its_own(there, double):
    other = Gateway(double.network().gateways[2], OWNER, Patience())
    with pytest.raises(WrongProvider) as caught:
        other.get_range(BUCKET, "a", 0, 1)
    assert (caught.value.status, caught.value.code) == (400, 20002)
    with pytest.raises(WrongProvider):
        other.put(upload_of(b"x"))
    other.close()


def test_what_is_not_there_is_no_such_object(there):
    gateway = there.gateway(BUCKET)
    with pytest.raises(NoSuchObject) as caught:
        gateway.get_range(BUCKET, "b", 0, 1)
    assert (caught.value.status, caught.value.code) == (404, 50025)
    with pytest.raises(NoSuchObject):
        gateway.object_meta(BUCKET, "b")
    with pytest.raises(NoSuchObject):
        gateway.put(upload_of(b"x", "b"))
    with pytest.raises(GatewayRefused, match="no such bucket"):
        gateway.list_page("nowhere")


@pytest.mark.parametrize("sent", [b"12346", b"1234", b"123456", b""])
def test_bytes_that_were_not_announced_are_refused_and_the_right_ones_taken_after(owner, sent):
    announce(owner, "a", 5, checksums_of(b"12345"))
    gateway = owner.gateway(BUCKET)
    with pytest.raises(GatewayRefused) as caught:
        gateway.put(upload_of(sent))
    assert caught.value.code == (110004 if len(sent) == 5 else 110008)
    gateway.put(upload_of(b"12345"))
    assert owner.read(BUCKET, "a") == b"12345"


def test_strict_as_the_network_only_the_first_checksum_counts(start, connect):
    wrong = (checksums_of(b"12345")[0], *(bytes([number]) * 32 for number in range(6)))
    for strictness in Strictness:
        client = connect(start(strictness=strictness))
        name = strictness.name.lower()
        bucket = name.replace("_", "-")
        client.create_bucket(bucket, PRIVATE)
        announce(client, "a", 5, wrong, bucket)
        if strictness is Strictness.NETWORK:
            client.gateway(bucket).put(upload_of(b"12345", bucket=bucket))
        else:
            with pytest.raises(IntegrityMismatch):
                client.gateway(bucket).put(upload_of(b"12345", bucket=bucket))


def test_an_object_is_uploaded_once(start, connect):
    client = connect(start(seal_after_s=1e9))
    client.create_bucket(BUCKET, PRIVATE)
    announce(client, "a", 5, checksums_of(b"12345"))
    client.gateway(BUCKET).put(upload_of(b"12345"))
    with pytest.raises(AlreadyUploaded):
        client.gateway(BUCKET).put(upload_of(b"12345"))


def test_a_sealed_object_takes_no_bytes(there):
    with pytest.raises(GatewayRefused) as caught:
        there.gateway(BUCKET).put(upload_of(b"0123456789"))
    assert caught.value.code == 20003


def test_anothers_object_takes_no_bytes(owner, double, connect):
    announce(owner, "a", 5, checksums_of(b"12345"))
    with pytest.raises(NoPermission):
        connect(double, FRIEND).gateway(BUCKET).put(upload_of(b"12345"))


def test_a_quota_used_up_stops_every_read(start, connect):
    client = connect(start(free_quota_bytes=15))
    client.create_bucket(BUCKET, PRIVATE, charged_read_quota=10)
    client.upload(NewObject(BUCKET, "a", b"0123456789"))
    assert client.quota(BUCKET).left_bytes() == 25
    client.read(BUCKET, "a")
    client.read(BUCKET, "a")
    assert (client.quota(BUCKET).free_bytes, client.quota(BUCKET).consumed_bytes) == (0, 5)
    with pytest.raises(QuotaExceeded) as caught:
        client.read(BUCKET, "a")
    assert (caught.value.status, caught.value.code) == (406, 30004)


@pytest.mark.parametrize(
    ("asked", "body", "answered"),
    [
        ("bytes=2-4", b"234", "bytes 2-4"),
        ("bytes=7-", b"789", "bytes 7-9"),
        ("bytes=8-99", b"89", "bytes 8-9"),
        ("bytes=-3", b"0123456789", None),
        ("lines=1-2", b"0123456789", None),
    ],
)
def test_ranges_are_answered_with_status_200_and_no_total(there, url, asked, body, answered):
    response = signed_request(url, range=asked)
    assert (response.status_code, response.content) == (200, body)
    assert response.headers.get("content-range") == answered
    assert response.headers["content-type"] == "a/b"


def test_a_range_outside_the_object_is_refused(there, url):
    with pytest.raises(GatewayRefused) as caught:
        signed_request(url, range="bytes=10-11")
    assert caught.value.code == 50012


@pytest.mark.parametrize(("offset", "length"), [(-1, 1), (0, 0), (5, -1)])
def test_a_range_that_is_none_is_not_asked_for(there, offset, length):
    with pytest.raises(InvalidInput):
        there.read_range(BUCKET, "a", offset, length)


def test_parts_must_follow_each_other_and_fill_segments(owner):
    data = bytes(SEGMENT_SIZE + 3)
    announce(owner, "a", len(data), checksums_of(data))
    gateway = owner.gateway(BUCKET)
    with pytest.raises(GatewayRefused, match="multiples"):
        gateway.put_part(upload_of(data[:100]), 0, last=False)
    gateway.put_part(upload_of(data[:SEGMENT_SIZE]), 0, last=False)
    assert gateway.resume_offset(BUCKET, "a") == SEGMENT_SIZE
    for offset in (0, 5, 2 * SEGMENT_SIZE):
        with pytest.raises(GatewayRefused, match="invalid offset"):
            gateway.put_part(upload_of(data[SEGMENT_SIZE:]), offset, last=True)
    gateway.put_part(upload_of(data[SEGMENT_SIZE:]), SEGMENT_SIZE, last=True)
    assert owner.head(BUCKET, "a").payload_size == len(data)


def test_a_page_has_fifty_names_unless_asked_and_never_over_a_thousand(owner):
    owner.upload_all([NewObject(BUCKET, f"{number:03}", b"") for number in range(52)])
    gateway = owner.gateway(BUCKET)
    response = httpx.get(f"{gateway._base}/{BUCKET}/")
    assert response.text.count("<Objects>") == 50
    assert len(gateway.list_page(BUCKET, max_keys=10**6).objects) == 52
    for query in ("max-keys=x", "delimiter=x", "continuation-token=%25"):
        assert httpx.get(f"{gateway._base}/{BUCKET}/?{query}").status_code == 400


def test_unknown_requests_are_refused(there, url):
    assert httpx.put(f"{url}/{BUCKET}/").status_code == 400
    assert httpx.request("DELETE", f"{url}/{BUCKET}/a").status_code == 501
    chunked = httpx.put(f"{url}/{BUCKET}/a", content=iter([b"x"]))
    assert chunked.status_code == 411


def test_queries_are_sorted_with_percent_twenty_for_a_space():
    assert encode_query({"b": "x y/z", "a": ""}) == "a=&b=x%20y%2Fz"


def test_the_bucket_stands_in_the_host_where_that_is_a_name(clock):
    named = Gateway("https://sp.example:8443", None, Patience())
    request = named._request(gateways._Call("GET", BUCKET, "a b"), signed=False)
    assert str(request.url) == f"https://{BUCKET}.sp.example:8443/a%20b"
    assert request.headers["host"] == f"{BUCKET}.sp.example:8443"
    named.close()


@pytest.mark.parametrize("url", ["", "sp.example", "ftp://sp.example", "https://"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(InvalidInput):
        Gateway(url, None, Patience())


def test_a_body_is_never_read_past_its_end():
    from labelfield.storage.greenfield.double.http_messages import Body

    body = Body(BytesIO(b"0123456789"), 4)
    assert body.read(3) + body.read(3) + body.read(3) == b"0123"
