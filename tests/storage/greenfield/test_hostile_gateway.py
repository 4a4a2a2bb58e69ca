"""Storage providers that lie, break off or attack."""

import gzip
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.storage.greenfield import downloads, gateway_answers
from labelfield.storage.greenfield.checksums import checksums_of
from labelfield.storage.greenfield.enums import ObjectStatus, Redundancy, Source, Visibility
from labelfield.storage.greenfield.errors import (
    CorruptDownload,
    GatewayRefused,
    GreenfieldError,
    InvalidInput,
    MalformedResponse,
    MalformedXml,
    NoPermission,
    Unreachable,
)
from labelfield.storage.greenfield.gateway import Gateway, Upload
from labelfield.storage.greenfield.payload import no_progress
from labelfield.storage.greenfield.resources import StoredObject
from labelfield.storage.greenfield.rpc import Patience
from labelfield.storage.greenfield.uploads import NewObject
from tests.storage.greenfield.conftest import BUCKET, OWNER
from tests.storage.greenfield.liar import Lie, lying

DATA = b"0123456789" * 100
BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<Error><Code>50004</Code><Message>&b;</Message></Error>"
)
ELSEWHERE = (
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Error><Code>1</Code>&a;</Error>'
)
FOUND = StoredObject(
    OWNER.address,
    "",
    BUCKET,
    "a",
    1,
    1,
    len(DATA),
    Visibility.VISIBILITY_TYPE_PRIVATE,
    "",
    0,
    ObjectStatus.OBJECT_STATUS_SEALED,
    Redundancy.REDUNDANCY_EC_TYPE,
    Source.SOURCE_TYPE_ORIGIN,
    checksums_of(DATA),
)


@pytest.fixture
def gateway_to(clock):
    made = []

    def connect(liar):
        made.append(Gateway(liar.url, OWNER, Patience(sleep=clock.sleep)))
        return made[-1]

    yield connect
    for gateway in made:
        gateway.close()


def page(*names, more=""):
    objects = "".join(
        f"<Objects><ObjectInfo><ObjectName>{name}</ObjectName><PayloadSize>1</PayloadSize>"
        "<ObjectStatus>1</ObjectStatus><Visibility>2</Visibility><CreateAt>1</CreateAt>"
        "</ObjectInfo></Objects>"
        for name in names
    )
    tail = f"<IsTruncated>true</IsTruncated><NextContinuationToken>{more}</NextContinuationToken>"
    name = "GfSpListObjectsByBucketNameResponse"
    return f"<{name}>{objects}{tail if more else ''}</{name}>".encode()


@pytest.mark.parametrize(
    ("lie", "problem"),
    [
        (Lie(DATA[:-1]), "expected 1000 bytes, found 999"),
        (Lie(DATA + b"x"), "expected 1000 bytes, found 1001"),
        (Lie(b""), "found 0"),
        (Lie(DATA[::-1]), r"checksums \[0, 1, 2, 3, 4, 5, 6\] of 7 differ"),
        (Lie(b"x" + DATA[1:]), r"checksums \[0, 1, 5, 6\] of 7 differ"),
    ],
)
def test_bytes_that_are_not_the_chains_are_refused(gateway_to, tmp_path, lie, problem):
    with lying(lie) as liar:
        with pytest.raises(CorruptDownload, match=problem):
            downloads.read_whole(gateway_to(liar), FOUND, no_progress)
        with pytest.raises(CorruptDownload, match=problem):
            downloads.download(gateway_to(liar), FOUND, tmp_path / "out", no_progress)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", range(7))
def test_each_of_the_seven_checksums_counts(gateway_to, place):
    checksums = list(FOUND.checksums)
    checksums[place] = bytes(32)
    with lying(Lie(DATA)) as liar, pytest.raises(CorruptDownload, match=rf"\[{place}\] of 7"):
        downloads.read_whole(
            gateway_to(liar), replace(FOUND, checksums=tuple(checksums)), no_progress
        )


def test_an_object_without_checksums_is_not_read(gateway_to):
    with lying(Lie(DATA)) as liar, pytest.raises(CorruptDownload, match="no seven checksums"):
        downloads.read_whole(gateway_to(liar), replace(FOUND, checksums=()), no_progress)


def test_a_download_that_breaks_off_leaves_no_file(gateway_to, tmp_path):
    (tmp_path / "out").write_bytes(b"before")
    with lying(Lie(DATA[:500], length=1000)) as liar, pytest.raises(Unreachable, match="broke off"):
        downloads.download(gateway_to(liar), FOUND, tmp_path / "out", no_progress)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out").read_bytes() == b"before"


def test_what_does_not_fit_memory_is_not_read_into_it(gateway_to):
    with lying(Lie(DATA)) as liar, pytest.raises(InvalidInput, match="too many for memory"):
        downloads.read_whole(gateway_to(liar), replace(FOUND, payload_size=1 << 40), no_progress)


@pytest.mark.parametrize(
    "lie",
    [
        Lie(DATA, headers={}),
        Lie(DATA[5:9], headers={"content-range": "bytes 5-8"}),
        Lie(DATA[5:14], headers={"content-range": "bytes 5-14"}),
        Lie(DATA[5:16], headers={"content-range": "bytes 5-14"}),
        Lie(DATA[0:10], headers={"content-range": "bytes 0-9"}),
        Lie(
            gzip.compress(DATA[5:15]),
            headers={"content-range": "bytes 5-14", "content-encoding": "gzip"},
        ),
    ],
    ids=["whole", "short", "shorter", "longer", "elsewhere", "compressed"],
)
def test_a_range_that_was_not_asked_for_is_refused(gateway_to, lie):
    with lying(lie) as liar, pytest.raises(MalformedResponse):
        gateway_to(liar).get_range(BUCKET, "a", 5, 10)


def test_a_range_with_a_total_or_status_206_is_taken_too(gateway_to):
    lie = Lie(DATA[5:15], 206, {"content-range": "bytes 5-14/1000"})
    with lying(lie) as liar:
        assert gateway_to(liar).get_range(BUCKET, "a", 5, 10) == DATA[5:15]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(gateway_to, status):
    lie = Lie(b"", status, {"location": "http://127.0.0.1:1/"})
    with lying(lie) as liar:
        for act in (
            lambda gateway: gateway.get_range(BUCKET, "a", 0, 1),
            lambda gateway: gateway.list_page(BUCKET),
            lambda gateway: gateway.put(Upload(BUCKET, "a", [b"x"], 1, "a/b")),
        ):
            with pytest.raises(MalformedResponse, match="redirect"):
                act(gateway_to(liar))


@pytest.mark.parametrize("body", [BOMB, ELSEWHERE, b"<Error>", b"", b"\xff\xfe<", b"<x/>" * 2])
def test_dangerous_or_broken_xml_is_no_answer_and_no_error_code(gateway_to, body):
    with lying(Lie(body)) as liar, pytest.raises(MalformedXml):
        gateway_to(liar).list_page(BUCKET)
    with lying(Lie(body, 400)) as liar, pytest.raises(GatewayRefused) as caught:
        gateway_to(liar).list_page(BUCKET)
    assert caught.value.code == 0


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (page("b", "a"), "do not ascend"),
        (page("a", "a"), "do not ascend"),
        (page("a", more=" ").replace(b" </N", b"</N"), "does not say where"),
        (page("a").replace(b">1</P", b">-1</P"), "no number"),
        (page("a").replace(b">1</P", b">1e9</P"), "no number"),
        (page("a").replace(b">1</ObjectS", b">9</ObjectS"), "9 is not a valid"),
        (page("a").replace(b"ObjectName", b"Name"), "lacks ObjectName"),
        (page("a").replace(b"ObjectInfo", b"Info"), "lacks ObjectInfo"),
        (b"<Other/>", "expected GfSp"),
    ],
)
def test_a_listing_that_is_none_is_refused(body, problem):
    with pytest.raises(MalformedXml, match=problem):
        gateway_answers.read_page(body)


@pytest.mark.parametrize(
    ("second", "problem"), [(page("a", more="x"), "begins again"), (page(more="x"), "goes on")]
)
def test_a_listing_that_never_ends_is_refused(owner, gateway_to, second, problem):
    with lying(Lie(page("a", "b", more="x")), Lie(second)) as liar:
        owner._gateways[owner._homes.setdefault(BUCKET, liar.url)] = gateway_to(liar)
        with pytest.raises(MalformedResponse, match=problem):
            list(owner.list_objects(BUCKET))


def test_an_answer_without_end_is_cut(gateway_to, monkeypatch):
    monkeypatch.setattr("labelfield.storage.greenfield.gateway.MAX_XML_BYTES", 1000)
    with lying(Lie(b"x" * 3000)) as liar, pytest.raises(MalformedResponse, match="over 1000"):
        gateway_to(liar).list_page(BUCKET)
    with lying(Lie(b"x" * 3000, 400)) as liar, pytest.raises(GatewayRefused):
        gateway_to(liar).list_page(BUCKET)


@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_or_refused(body):
    for read in (
        gateway_answers.read_page,
        gateway_answers.read_quota,
        gateway_answers.read_offset,
        gateway_answers.read_object_meta,
        gateway_answers.read_bucket_owner,
    ):
        try:
            read(body)
        except GreenfieldError:
            continue


def test_what_changes_nothing_is_asked_again_where_no_answer_came(gateway_to):
    lies = Lie(hang_up=True), Lie(status=503), Lie(page("a"))
    with lying(*lies) as liar:
        assert gateway_to(liar).list_page(BUCKET).objects[0].name == "a"
        assert len(liar.asked) == 3


def test_a_refusal_is_not_asked_again(gateway_to):
    with lying(Lie(b"<Error><Code>50004</Code><Message>no</Message></Error>", 401)) as liar:
        with pytest.raises(NoPermission, match="401, code 50004: no"):
            gateway_to(liar).get_range(BUCKET, "a", 0, 1)
        assert len(liar.asked) == 1


def test_an_upload_is_sent_again_only_by_who_knows_that_it_may(gateway_to):
    with lying(Lie(hang_up=True)) as liar:
        with pytest.raises(Unreachable):
            gateway_to(liar).put(Upload(BUCKET, "a", [b"x"], 1, "a/b"))
        assert len(liar.asked) == 1


def test_a_client_sends_an_upload_again_after_it_broke_off(owner, monkeypatch):
    gateway = owner.gateway(BUCKET)
    true_put, failures = gateway.put, [Unreachable("no answer"), Unreachable("no answer")]

    def put(upload):
        list(upload.pieces)
        if failures:
            raise failures.pop()
        true_put(Upload(upload.bucket, upload.name, [DATA], upload.size, upload.content_type))

    monkeypatch.setattr(gateway, "put", put)
    owner.upload(NewObject(BUCKET, "a", DATA))
    assert owner.read(BUCKET, "a") == DATA
