"""Projects of other types than one choice: paid, published, and recomputed from the chain."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from labelfield.chain.anvil import start_anvil, stop_anvil
from labelfield.formats.published import ANSWERS_FILE, DATASET_OBJECT, LABELS_FILE, parse_published
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.validate_on_task import validate_on_task
from labelfield.protocol.canonical import canonical_json
from labelfield.storage.bundle import Bundle
from tests.server.chain_world import ChainWorld, on_chain
from tests.server.world import QUICK, Person, Terms, World, picture, switchboard
from tests.typed_samples import SAMPLES, answer_to, config_of, task_data
from tests.verify.public import Public, audit, edited, heard, mismatch, rewritten, with_row
from tests.verify.test_dataset import published, same

pytestmark = pytest.mark.chain

PEOPLE, CARELESS, TASKS = 4, 3, 8
MANY = tuple(name for name in SAMPLES if name != "segment")
"""All controls of one task, but the one on sounds, which cannot be uploaded."""


def shown(number: int) -> dict[str, Any]:
    return task_data(number, {"image": f"media/{picture(bytes([number]))[0]}"})


def terms(*names: str, **changes: Any) -> Terms:
    """Return a project that asks these controls."""
    fields = ("image", "text", "left", "right", "list", "talk", "page")
    config = "".join(line for line in config_of(*names).splitlines(keepends=True))
    config = config.replace('<Audio name="sound" value="$sound"/>', "")
    tasks = [
        {"key": f"t{number}", "data": {key: shown(number)[key] for key in fields}}
        for number in range(TASKS)
    ]
    gold = [{"key": f"t{number}", "answer": answer_to(number, 9, *names)} for number in (1, 5)]
    own = {"config": config, "tasks": tasks, "gold": gold} | changes
    return Terms(tasks=TASKS, maximum=PEOPLE, scoring=QUICK, changes=own)


def upload(world: World) -> None:
    for number in range(TASKS):
        name, data = picture(bytes([number]))
        assert world.as_requester("PUT", f"/api/media/{name}", content=data).status_code == 200


def label_all(person: Person, project: int, who: int, *names: str) -> None:
    """Answer everything that is leased."""
    pictures = {f"media/{picture(bytes([number]))[0]}": number for number in range(TASKS)}
    while leases := person.leases(project, 50):
        given = []
        for lease in leases:
            number = pictures[lease.data["image"]]
            given.append((lease.task, answer_to(number, who, *names, careless=who == CARELESS)))
        person.client.submit(project, given)


def run(chain: ChainWorld, offer: Terms, *names: str) -> int:
    """Run a project to its end."""
    project = chain.open(offer)
    for who, person in enumerate(chain.world.people(PEOPLE, project)):
        label_all(person, project, who, *names)
        chain.step()
    chain.step()
    return project


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Public]]:
    """Boxes alone, and a task with every control at once."""
    home: Path = tmp_path_factory.mktemp("typed")
    anvil = start_anvil(home / "chain", block_time_s=None)
    with switchboard() as board, on_chain(home, board, anvil.rpc_url, credit_from=1) as chain:
        upload(chain.world)
        weights = {"controls": {"words": {"weight": 3}, "point": {"weight": 2, "reach": 8_000}}}
        numbers = {
            "boxes": run(chain, terms("box"), "box"),
            "many": run(chain, terms(*MANY, **weights), *MANY),
        }
        block, store = chain._deployment.block, chain.world.coordinator.store
        yield {name: heard(chain.pool, each, block, store) for name, each in numbers.items()}
    stop_anvil(anvil)


@pytest.mark.parametrize("name", ["boxes", "many"])
def test_a_typed_project_is_paid_and_agrees_in_everything(
    typed: Mapping[str, Public], name: str
) -> None:
    report = audit(typed[name])
    assert report.final
    assert (report.answers, report.labels, report.sealed) == (TASKS * PEOPLE, TASKS, 0)
    credits: dict[str, int] = {}
    for record in typed[name].records:
        for row in record.credits:
            credits[row.labeler] = credits.get(row.labeler, 0) + row.amount
    assert len(credits) == PEOPLE - 1, "whoever looked is paid, and nobody else"
    assert min(credits.values()) > TASKS * 1_000 // 2


@pytest.mark.parametrize("name", ["boxes", "many"])
def test_the_dataset_holds_results_that_label_studio_reads(
    typed: Mapping[str, Public], name: str
) -> None:
    bundle = Bundle(typed[name].objects[DATASET_OBJECT])
    dataset = parse_published(bundle.read(LABELS_FILE), bundle.read(ANSWERS_FILE))
    names = ("box",) if name == "boxes" else MANY
    config = parse_config(terms(*names).changes["config"])
    for row in dataset.rows:
        assert row.label is None
        validate_on_task(config, row.data, row.result)
        assert row.confidence > "0.5"
    for line in dataset.answers:
        assert line.label is None
        validate_on_task(config, dataset.rows[dataset.place_of[line.key]].data, line.result)


def moved(answer_json: bytes) -> bytes:
    """Move a box by a percent."""
    answer = json.loads(answer_json)
    answer[0]["value"]["x"] += 1
    return canonical_json(answer)


def moved_row(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows[2]["result"][0]["value"]["x"] += 1
    return rows


def test_a_box_moved_in_the_record_is_found(typed: Mapping[str, Public]) -> None:
    edit = edited(1, contents=with_row(3, answer_json=moved))
    assert mismatch(rewritten(typed["boxes"], edit)).what == "answer_hash"


def test_gold_moved_in_the_record_is_found(typed: Mapping[str, Public]) -> None:
    for place, record in enumerate(typed["boxes"].records, start=1):
        if record.gold:
            edit = edited(place, gold=with_row(0, answer_json=moved))
            assert mismatch(rewritten(typed["boxes"], edit)).what == "commitment"
            return
    raise AssertionError("gold closed")


def test_another_settlement_than_the_answers_come_to_is_found(
    typed: Mapping[str, Public],
) -> None:
    edit = edited(1, settlements=with_row(0, settlement_hash="0x" + "12" * 32))
    assert mismatch(rewritten(typed["many"], edit)).what == "settlement_hash"


@pytest.mark.parametrize("lie", [(moved_row, same), (same, moved_row)])
def test_a_box_moved_in_the_dataset_is_found(
    typed: Mapping[str, Public], lie: tuple[Callable, Callable]
) -> None:
    assert mismatch(published(typed["boxes"], *lie)).what == "result"
