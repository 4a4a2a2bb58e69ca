from dataclasses import replace

import pytest

from labelfield.chain import requester
from labelfield.chain.errors import TransactionReverted
from tests.chain.conftest import DEPOSIT, TERMS, World

pytestmark = pytest.mark.chain


def test_a_fee_above_the_pools_limit_is_refused(world: World) -> None:
    with pytest.raises(TransactionReverted, match="FeeAboveLimit"):
        requester.open_project(world.pool, world.requester, replace(TERMS, fee_bps=1_001), DEPOSIT)


def test_tokens_are_minted_only_as_far_as_they_are_missing(world: World) -> None:
    requester.mint_if_short(world.pool, world.relayer, 70)
    assert world.pool.token_balance(world.relayer.address) == 70 * world.pool.unit
    requester.mint_if_short(world.pool, world.relayer, 50)
    assert world.pool.token_balance(world.relayer.address) == 70 * world.pool.unit


def test_a_project_lives_from_opening_to_refund(world: World) -> None:
    project = requester.open_project(world.pool, world.requester, TERMS, DEPOSIT)
    requester.top_up(world.pool, world.requester, project, 5)
    assert world.pool.project(project).deposit == DEPOSIT + 5
    requester.close(world.pool, world.requester, project)
    world.pass_time(world.pool.periods.close_notice)
    before = world.pool.token_balance(world.requester.address)
    requester.take_refund(world.pool, world.requester, project)
    refunded = world.pool.token_balance(world.requester.address) - before
    assert refunded == (DEPOSIT + 5) * world.pool.unit
