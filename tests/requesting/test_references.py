"""Tasks and files where requesters keep them: S3, Greenfield, the web."""

import os
import sys
from pathlib import Path

import pytest

from labelfield.formats.errors import UnusableMedia
from labelfield.formats.templates import template
from labelfield.requesting.errors import BadReference
from labelfield.requesting.references import at_hand, read_reference
from labelfield.sdk.draft import Offer, ReadyDraft, TaskFiles, build_draft
from labelfield.storage.errors import DriverMissing
from labelfield.storage.greenfield.client import Greenfield
from labelfield.storage.greenfield.double.server import GreenfieldDouble
from labelfield.storage.greenfield.double.settings import ONE_BNB, Settings
from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield.keys import Key
from labelfield.storage.greenfield.network import address_of
from labelfield.storage.greenfield_store import GreenfieldStore
from tests.formats.exports.made import png
from tests.requesting.shelves import Shelf, s3_server

PICTURES = template("detection")
OBJECTS = {
    "box/a/tasks.jsonl": b'{"key": "1", "picture": "one.png"}\n'
    b'{"key": "2", "picture": "s3://other/two.png"}\n',
    "box/a/one.png": png(),
    "other/two.png": png(7, 9),
    "box/folder/b.png": png(3, 3),
    "box/folder/deep/c.png": png(4, 4),
}


@pytest.fixture(autouse=True)
def _nobodys_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)


def pointed_at(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask this server instead of Amazon's."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", shelf.url)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")


def draft_of(tasks: str) -> ReadyDraft:
    offer = Offer(
        "Found", "", PICTURES.config_xml, 1, {"minimum": 1, "maximum": 1}, {}, 60, "0x" + "11" * 20
    )
    with at_hand(tasks) as (where, elsewhere):
        return build_draft(offer, TaskFiles(where, elsewhere=elsewhere))


@pytest.mark.parametrize(
    "address",
    ["ftp://host/x", "s3://bucket", "file:///etc/passwd", "https://", "greenfield://nowhere/b/x"],
)
def test_an_address_of_no_known_kind_is_refused(address: str) -> None:
    with pytest.raises(BadReference):
        read_reference(address)


def test_only_buckets_can_be_listed() -> None:
    with pytest.raises(BadReference, match="what is in a folder"), at_hand("https://a.example/b/"):
        pass


def test_without_its_library_the_way_to_get_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(DriverMissing, match=r"pip install 'labelfield\[s3\]'"):
        read_reference("s3://bucket/x")


def test_an_object_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with s3_server(OBJECTS) as shelf:
        pointed_at(shelf, monkeypatch)
        with pytest.raises(BadReference, match="s3://box/none"):
            read_reference("s3://box/none")


def test_a_picture_that_is_missing_is_blamed_on_its_task(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = {name: data for name, data in OBJECTS.items() if name != "other/two.png"}
    with s3_server(lost) as shelf:
        pointed_at(shelf, monkeypatch)
        with pytest.raises(UnusableMedia, match=r"line 2, field 'picture': 's3://other/two.png'"):
            draft_of("s3://box/a/tasks.jsonl")


def test_tasks_and_pictures_come_from_public_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    with s3_server(OBJECTS) as shelf:
        pointed_at(shelf, monkeypatch)
        ready = draft_of("s3://box/a/tasks.jsonl")
    assert {file.data for file in ready.media} == {png(), png(7, 9)}
    assert not any("Authorization" in headers for headers in shelf.asked)


def test_a_private_bucket_is_asked_with_ones_own_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    with s3_server(OBJECTS, signed=True) as shelf:
        pointed_at(shelf, monkeypatch)
        with pytest.raises(BadReference, match=r"AccessDenied|403"):
            read_reference("s3://box/a/one.png")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "me")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        assert read_reference("s3://box/a/one.png") == png()


def test_a_folder_of_a_bucket_is_a_file_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    with s3_server(OBJECTS) as shelf:
        pointed_at(shelf, monkeypatch)
        ready = draft_of("s3://box/folder/")
    assert [task.key for task in ready.draft.tasks] == ["b.png", "deep/c.png"]


def test_tasks_come_from_a_web_address_with_a_signature_in_it() -> None:
    with s3_server({"a/tasks.jsonl": b'{"picture": "one.png"}\n', "a/one.png": png()}) as shelf:
        ready = draft_of(f"{shelf.url}/a/tasks.jsonl?X-Amz-Signature=abc")
    assert [file.data for file in ready.media] == [png()]


def test_a_fetched_file_names_nothing_outside_of_its_folder() -> None:
    outside = {"a/tasks.jsonl": b'{"picture": "../one.png"}\n'}
    with s3_server(outside) as shelf, pytest.raises(UnusableMedia, match="leads out of its folder"):
        draft_of(f"{shelf.url}/a/tasks.jsonl")


def test_tasks_and_pictures_come_from_greenfield(tmp_path: Path) -> None:
    owner = Key(b"\x01" * 32)
    double = GreenfieldDouble(
        Settings(folder=tmp_path / "double", funded_wei={owner.address: 10 * ONE_BNB})
    )
    client, address = Greenfield(double.network(), owner), address_of(double.network())
    try:
        store = GreenfieldStore(client, Visibility.VISIBILITY_TYPE_PUBLIC_READ)
        store.put("lf-pictures", "a/one.png", png())
        store.put("lf-pictures", "a/tasks.jsonl", b'{"picture": "one.png"}\n')
        store.put("lf-pictures", "folder/b.png", png(3, 3))
        ready = draft_of(f"{address}/lf-pictures/a/tasks.jsonl")
        assert [file.data for file in ready.media] == [png()]
        folder = draft_of(f"{address}/lf-pictures/folder/")
        assert [task.key for task in folder.draft.tasks] == ["b.png"]
    finally:
        client.close()
        double.close()
