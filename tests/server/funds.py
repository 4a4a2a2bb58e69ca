"""The operator's money, as a test says the chain told it."""

from labelfield.chain.pool_state import Funds, PoolState


def funds_of(amount: int) -> Funds:
    """Return a float, and a bond that covers it and as much again."""
    return Funds(PoolState.RUNNING, float=amount, bond=4 * amount, unproven=0)
