"""The fee on credits, and what a sum still pays for."""

from labelfield.ledger.amounts import BASIS, check_amount, check_number


def fee_down(credits_total: int, fee_bps: int) -> int:
    """Return floor(credits × fee / 10000) units."""
    check_amount("credits", credits_total)
    check_number("fee", fee_bps, 0, BASIS)
    return credits_total * fee_bps // BASIS


def credits_within(debit: int, fee_bps: int) -> int:
    """Return the most credits that cost at most `debit` together with their fee."""
    check_amount("debit", debit)
    check_number("fee", fee_bps, 0, BASIS)
    credits = debit * BASIS // (BASIS + fee_bps)
    while credits + 1 + fee_down(credits + 1, fee_bps) <= debit:
        credits += 1
    return credits


def covers_another(deposit: int, price: int, accepted: int, fee_bps: int) -> bool:
    """Return whether price × (accepted + 1) × (1 + fee) ≤ deposit, exactly."""
    check_amount("deposit", deposit)
    check_amount("price", price)
    check_amount("accepted", accepted)
    check_number("fee", fee_bps, 0, BASIS)
    return price * (accepted + 1) * (BASIS + fee_bps) <= deposit * BASIS
