"""Private projects on Greenfield: encrypted, opened by invited labelers, closed to leavers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labelfield.chain.anvil import DEV_KEYS
from labelfield.sdk.errors import Refused
from labelfield.server.private_projects import privacy_of
from labelfield.storage.errors import NotDecryptable, ObjectMissing
from labelfield.storage.greenfield.double.server import GreenfieldDouble
from labelfield.storage.greenfield.double.settings import ONE_BNB, Settings
from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield.errors import NoPermission
from labelfield.storage.greenfield.keys import Key as GreenfieldKey
from labelfield.storage.greenfield.network import address_of
from labelfield.storage.greenfield.uploads import NewObject
from labelfield.storage.greenfield_store import GreenfieldStore, greenfield_client
from labelfield.storage.key_ring import hidden_name
from labelfield.storage.names import uploads_bucket_of
from labelfield.storage.private_store import Privacy, PrivateStore
from labelfield.storage.store import open_store
from labelfield.verify.errors import NeedsKeys
from labelfield.verify.project import verify_project
from tests.server.chain_world import ChainWorld
from tests.server.world import QUICK, Person, Terms, draft_of, picture, right_label, wallet

INVITED = ("ann", "bob")
TERMS = Terms(tasks=8, maximum=2, scoring=QUICK, gold={"t1": "yes"})
SECRET = b"text 1"


@pytest.fixture
def on_greenfield(chain_world: ChainWorld, tmp_path: Path) -> Iterator[ChainWorld]:
    """A coordinator whose public store is a double of Greenfield."""
    owner = GreenfieldKey(DEV_KEYS[0])
    settings = Settings(tmp_path / "greenfield", {owner.address: 1000 * ONE_BNB})
    coordinator = chain_world.world.coordinator
    with GreenfieldDouble(settings) as double:
        url = address_of(double.network())
        with greenfield_client(url, DEV_KEYS[0]) as client:
            store = GreenfieldStore(client, Visibility.VISIBILITY_TYPE_PUBLIC_READ)
            sealed = coordinator.sealed
            coordinator.store = PrivateStore(store, lambda found: privacy_of(sealed, found))
            coordinator.store_url, coordinator.greenfield = url, client
            yield chain_world


def open_project(world: ChainWorld, privacy: str = "private") -> int:
    everybody = [wallet(name).address for name in INVITED]
    body = draft_of(TERMS)
    body |= {"privacy": privacy, "labelers": everybody}
    response = world.world.as_requester("POST", "/api/drafts", json=body)
    assert response.status_code == 200, response.text
    accepted = response.json()
    number = world.open_on_chain(accepted, accepted["most_that_can_be_spent"])
    world.step()
    return number


def complete(world: ChainWorld, project: int, people: list[Person]) -> None:
    for person in people:
        person.label_all(project, right_label)
    while world.world.project(project).state != "complete":
        world.step()


def media_lives(world: ChainWorld, project: int) -> str:
    """Return for how long browsers may keep what a project's tasks show."""
    name, data = picture(b"shown")
    world.world.as_requester("PUT", f"/api/media/{name}", content=data)
    found = world.world.http.get(f"/api/projects/{project}/media/{name}")
    return str(found.headers["cache-control"])


def invited(world: ChainWorld, project: int) -> list[Person]:
    return [world.world.person(name, project) for name in INVITED]


@pytest.mark.chain
def test_a_private_project_is_labeled_paid_and_verified_by_those_who_hold_its_keys(on_greenfield):
    project = open_project(on_greenfield)
    people = invited(on_greenfield, project)
    complete(on_greenfield, project, people)
    assert min(on_greenfield.credited(*people)) > 0
    facts = on_greenfield.world.facts(project)
    outside = open_store(on_greenfield.world.coordinator.store_url)
    names = outside.names(facts.bucket)
    assert len(names) >= 4
    shown = {name: outside.get(facts.bucket, name) for name in names}
    assert sum(SECRET in data or b"answers.jsonl" in data for data in shown.values()) == 0
    assert sum(data.startswith(b"LFE1") for data in shown.values()) == len(names) - 1
    with pytest.raises(NeedsKeys, match="only the totals on chain"):
        on_greenfield.verify(project)
    ring = people[0].client.keys(project)
    first = on_greenfield._deployment.block
    report = verify_project(on_greenfield.pool, project, first, ring=ring)
    assert (report.answers, report.labels, report.final) == (16, 8, True)


@pytest.mark.chain
def test_who_leaves_gets_no_more_tasks_and_no_newer_keys(on_greenfield):
    project = open_project(on_greenfield)
    ann, bob = invited(on_greenfield, project)
    before = bob.client.keys(project)
    bob.client.leave(project)
    bob.client.leave(project)
    for act in (lambda: bob.client.keys(project), lambda: bob.client.lease(project, 1)):
        with pytest.raises(Refused, match="has left"):
            act()
    assert ann.client.keys(project).generation == before.generation + 1
    bucket = on_greenfield.world.facts(project).bucket
    on_greenfield.world.coordinator.store.put(bucket, "later", b"news")
    outside = open_store(on_greenfield.world.coordinator.store_url)
    with pytest.raises(NotDecryptable, match="ask for a newer one"):
        PrivateStore(outside, lambda _: Privacy(before, frozenset())).get(bucket, "later")
    after = Privacy(ann.client.keys(project), frozenset())
    assert PrivateStore(outside, lambda _: after).get(bucket, "later") == b"news"


@pytest.mark.chain
def test_the_requester_sends_a_labeler_away(on_greenfield):
    project = open_project(on_greenfield)
    ann, bob = invited(on_greenfield, project)
    body = {"labeler": bob.address}
    path = f"/api/projects/{project}/dismiss"
    assert on_greenfield.world.http.post(path, json=body).status_code == 401
    assert on_greenfield.world.as_requester("POST", path, json=body).status_code == 200
    with pytest.raises(Refused, match="has left"):
        bob.client.keys(project)
    assert ann.client.lease(project, 1)


@pytest.mark.chain
def test_keys_are_for_invited_labelers_of_private_projects(on_greenfield):
    private = open_project(on_greenfield)
    stranger = on_greenfield.world.person("eve", private)
    with pytest.raises(Refused, match="Only invited labelers"):
        stranger.client.keys(private)
    public = open_project(on_greenfield, "public")
    assert media_lives(on_greenfield, private) == "no-store"
    assert "immutable" in media_lives(on_greenfield, public)
    with pytest.raises(Refused, match="is public"):
        stranger.client.keys(public)
    wrong = stranger.post(f"/api/projects/{private}/keys", {"reader": "0x12"})
    assert wrong.status_code == 400


def test_a_private_project_must_name_its_labelers(world):
    body = draft_of(TERMS) | {"privacy": "private"}
    response = world.as_requester("POST", "/api/drafts", json=body)
    assert response.status_code == 400
    assert "names its labelers" in response.text


@pytest.mark.chain
@pytest.mark.parametrize("privacy", ["public", "private"])
def test_a_labeler_without_bnb_uploads_a_large_answer(on_greenfield, privacy):
    project = open_project(on_greenfield, privacy)
    ann, bob = invited(on_greenfield, project)
    with pytest.raises(Refused, match="Only who holds a task"):
        bob.client.upload(project, b"mask" * 1000, "image/png")
    assert ann.lease(project)
    name = ann.client.upload(project, b"mask" * 1000, "image/png")
    bucket = uploads_bucket_of(on_greenfield.world.facts(project).bucket)
    outside = open_store(on_greenfield.world.coordinator.store_url)
    if privacy == "public":
        assert outside.get(bucket, name) == b"mask" * 1000
        return
    with pytest.raises(ObjectMissing):
        outside.get(bucket, name)
    ring = ann.client.keys(project)
    assert b"mask" not in outside.get(bucket, hidden_name(ring, bucket, name))
    seen = PrivateStore(outside, lambda _: Privacy(ring, frozenset()))
    assert seen.get(bucket, name) == b"mask" * 1000


@pytest.mark.chain
def test_an_upload_permission_reaches_no_other_bucket(on_greenfield):
    project = open_project(on_greenfield)
    ann, _ = invited(on_greenfield, project)
    ann.lease(project)
    ann.client.upload(project, b"first", "text/plain")
    coordinator = on_greenfield.world.coordinator
    bucket = on_greenfield.world.facts(project).bucket
    with (
        greenfield_client(coordinator.store_url, ann.client._session_secret) as client,
        pytest.raises(NoPermission),
    ):
        client.upload_delegated(NewObject(bucket, "dataset.bundle", b"mine"))


def test_a_store_that_takes_no_uploads_says_so(world):
    project = world.open(TERMS)
    ann = world.person("ann", project)
    with pytest.raises(Refused, match="takes no uploads"):
        ann.client.upload(project, b"x", "text/plain")
