"""The requester's client against a real server: every call returns what the server says."""

from collections.abc import Iterator

import pytest

from labelfield.api.models import Draft
from labelfield.api.quote_models import AnswersWanted, QuoteRequest
from labelfield.api.statistics_models import LabelerLimits
from labelfield.api.workspace_models import KeptDraftChange
from labelfield.protocol.keys import Key
from labelfield.sdk.account import AccountClient
from labelfield.sdk.errors import Refused
from labelfield.sdk.requester import Requester
from tests.server.conftest import board, world  # noqa: F401 (fixtures)
from tests.server.world import API_KEY, REQUESTER_KEY, Terms, World, draft_of, right_label


@pytest.fixture
def account(world: World) -> Iterator[AccountClient]:  # noqa: F811
    client = AccountClient(world.url, REQUESTER_KEY)
    yield client
    client.close()


@pytest.fixture
def client(world: World, account: AccountClient) -> Iterator[Requester]:  # noqa: F811
    created = account.create_key("tests", ["projects:read", "projects:write", "webhooks"])
    client = Requester(world.url, created.key)
    yield client
    client.close()


def test_a_revoked_key_is_refused(world: World, account: AccountClient) -> None:  # noqa: F811
    created = account.create_key("short", ["projects:read"])
    client = Requester(world.url, created.key)
    assert client.account().address == REQUESTER_KEY.address
    account.revoke_key(created.facts.id)
    with pytest.raises(Refused, match="unauthorized"):
        client.account()
    assert account.keys().keys[0].revoked
    client.close()


def test_a_wallet_that_has_nothing_logs_in_and_sees_nothing(world: World) -> None:  # noqa: F811
    client = AccountClient(world.url, Key(b"\x07" * 32))
    assert client.keys().keys == []
    client.close()


def test_a_draft_goes_from_the_desk_to_a_quote_and_a_manifest(client: Requester) -> None:
    kept = client.keep("mine", {"title": "half"})
    changed = client.change(
        kept.id, KeptDraftChange(title="mine", content=draft_of(Terms()), revision=1)
    )
    assert client.kept_draft(kept.id) == changed
    checked = client.check(kept.id)
    assert checked.problems == []
    assert checked.quote is not None
    asked = client.quote(
        QuoteRequest(tasks=4, price=1_000, answers_per_task=AnswersWanted(minimum=3, maximum=3))
    )
    assert asked.largest_spend == checked.quote.largest_spend
    assert client.prepare(kept.id).most_that_can_be_spent == asked.largest_spend
    assert len(client.kept().drafts) == 1
    client.forget(kept.id)
    assert client.kept().drafts == []


def test_a_project_is_looked_into(world: World, client: Requester) -> None:  # noqa: F811
    project = world.open(Terms(tasks=3, maximum=1))
    world.person("ann", project).label_all(project, right_label)
    world.settle(project)
    assert [each.project for each in client.account().projects] == [project]
    assert client.statistics(project).agreement_percent == 100
    page = client.tasks(project, "order=disagreement&limit=2")
    assert (page.total, len(page.tasks)) == (3, 2)
    assert client.task(project, page.tasks[0].task).state == "closed"


def test_a_project_is_paused_limited_and_resumed(world: World, client: Requester) -> None:  # noqa: F811
    project = world.open()
    client.pause(project)
    assert client.account().projects[0].paused
    client.resume(project)
    client.limit(project, LabelerLimits(most_answers=1, most_held=None))
    assert len(world.person("ann", project).lease(project, 50)) == 1


def test_a_manifest_that_is_open_already_is_refused_by_its_project(
    world: World,  # noqa: F811
    client: Requester,
) -> None:
    world.open()
    with pytest.raises(Refused, match="Project 1 has exactly this manifest"):
        client.create(Draft.model_validate(draft_of(Terms())))


def test_webhooks_are_made_tested_and_deleted(client: Requester) -> None:
    created = client.create_webhook("https://example.org/hook", ["project.complete"])
    client.try_webhook(created.facts.id)
    (delivery,) = client.deliveries(created.facts.id).deliveries
    assert (delivery.event, delivery.state) == ("test", "waiting")
    client.delete_webhook(created.facts.id)
    assert client.webhooks().webhooks == []


def test_the_operator_answers_and_takes_down(world: World) -> None:  # noqa: F811
    project = world.open()
    ann = world.person("ann", project)
    ann.post(f"/api/projects/{project}/reports", {"about": "unlawful", "text": "this"})
    operator = Requester(world.url, API_KEY)
    (case,) = operator.cases().cases
    assert operator.answer_case(case.id, "Gone.").answer == "Gone."
    assert operator.take_down(project, "unlawful").tasks == 4
    operator.close()
