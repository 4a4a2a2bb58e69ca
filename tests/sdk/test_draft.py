"""From a requester's files to a draft that the server accepts."""

import json
from pathlib import Path

import pytest

from labelfield.formats.errors import FormatError
from labelfield.labeling.errors import LabelingError
from labelfield.sdk.draft import Offer, TaskFiles, build_draft, reserve_all, send_draft
from labelfield.sdk.errors import Refused
from labelfield.sdk.requester import Requester
from tests.server.world import API_KEY, IMAGE_CONFIG, REQUESTER, TEXT_CONFIG, World, wallet

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def offer(config: str = TEXT_CONFIG, price: int = 5) -> Offer:
    return Offer(
        title="Yes or no",
        instructions="Choose.",
        config_xml=config,
        price=price,
        answers_per_task={"minimum": 1, "maximum": 2, "target_confidence_bps": 10_000},
        scoring={},
        lease_s=60,
        requester=REQUESTER,
    )


@pytest.fixture
def tasks(tmp_path: Path) -> Path:
    path = tmp_path / "tasks.csv"
    path.write_text("key,text,truth\na,one,yes\nb,two,\nc,three,no\n")
    return path


def test_unusable_files_and_configs_are_refused_before_anything_is_sent(
    tasks: Path, tmp_path: Path
) -> None:
    with pytest.raises(LabelingError):
        build_draft(offer("<View/>"), TaskFiles(tasks))
    with pytest.raises(FormatError):
        build_draft(offer(), TaskFiles(tmp_path / "nothing.csv"))
    (tmp_path / "twice.csv").write_text("key,text\na,one\na,two\n")
    with pytest.raises(FormatError):
        build_draft(offer(), TaskFiles(tmp_path / "twice.csv"))
    (tmp_path / "gold.csv").write_text("key,label\nz,yes\n")
    with pytest.raises(FormatError):
        build_draft(offer(), TaskFiles(tasks, tmp_path / "gold.csv"))


def test_right_answers_become_gold_and_stay_out_of_the_tasks(tasks: Path) -> None:
    ready = build_draft(offer(), TaskFiles(tasks, label_field="truth"))
    assert [gold.key for gold in ready.draft.gold] == ["a", "c"]
    assert all("truth" not in task.data for task in ready.draft.tasks)


def test_a_draft_is_sent_with_its_pictures(world: World, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "one.png").write_bytes(PNG)
    ready = build_draft(offer(IMAGE_CONFIG), TaskFiles(tmp_path / "pictures"))
    client = Requester(world.url, API_KEY)
    accepted = send_draft(client, ready)
    client.close()
    assert accepted.most_that_can_be_spent == 26
    (name,) = world.coordinator.sealed.names("media")
    assert world.coordinator.sealed.get("media", name) == PNG


def test_reservations_travel_with_the_draft(tasks: Path) -> None:
    ready = build_draft(offer(), TaskFiles(tasks), {"a": [wallet("ann").address]})
    assert ready.draft.reserved == {"a": [wallet("ann").address]}


def test_a_requester_sees_projects_and_progress(world: World, tasks: Path) -> None:
    number = world.open()
    client = Requester(world.url, API_KEY)
    assert [each.project for each in client.projects().projects] == [number]
    assert client.project(number).deposit == client.progress(number).deposit > 0
    assert client.progress(number).checkpoints == []
    assert client.pool().operator == world.coordinator.pool.operator
    client.close()


def test_a_wrong_key_is_refused(world: World, tasks: Path) -> None:
    client = Requester(world.url, "wrong")
    with pytest.raises(Refused) as raised:
        client.create(build_draft(offer(), TaskFiles(tasks)).draft)
    assert raised.value.code == "unauthorized"
    client.close()


def test_many_tasks_are_sent_in_pieces_and_come_to_the_same_tasks(
    world: World, tasks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Requester(world.url, API_KEY)
    files = TaskFiles(tasks, label_field="truth")
    whole = build_draft(offer(), files)
    monkeypatch.setattr("labelfield.sdk.draft.INLINE_BYTES", 60)
    monkeypatch.setattr("labelfield.sdk.pieces.PIECE_BYTES", 60)
    ready = build_draft(offer(), files)
    assert (ready.draft.tasks, ready.tasks) == ([], whole.tasks)
    assert ready.pieces is not None
    assert len(list(ready.pieces.pieces())) == 2
    assert [gold.key for gold in ready.draft.gold] == ["a", "c"]
    assert reserve_all(ready, [REQUESTER]).draft.labelers == [REQUESTER]
    manifests = [json.loads(send_draft(client, each).manifest) for each in (whole, ready)]
    assert manifests[0]["tasks"] == manifests[1]["tasks"]
    client.close()
