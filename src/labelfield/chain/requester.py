"""What a requester does on chain: approve, open, top up, close, take the refund."""

from labelfield.chain import calls
from labelfield.chain.anvil import CHAIN_ID
from labelfield.chain.errors import MoneyMissing, NodeRefused
from labelfield.chain.pool import Pool
from labelfield.chain.receipts import TransactionReceipt
from labelfield.chain.transactions import Account
from labelfield.protocol.ids import ProjectNumber


def mint_if_short(pool: Pool, sender: Account, amount: int) -> None:
    """Give the sender test dollars for `amount` units; raise MoneyMissing on a public chain."""
    missing = amount * pool.unit - pool.token_balance(sender.address)
    if missing > 0:
        if pool.chain_id != CHAIN_ID:
            raise MoneyMissing(sender.address, missing, pool.token_symbol)
        sender.execute(calls.mint(pool.token, sender.address, missing))


def open_project(
    pool: Pool, sender: Account, terms: calls.ProjectTerms, deposit: int
) -> ProjectNumber:
    """Lock `deposit` units, open the project and return its number."""
    sender.execute(calls.approve(pool.token, pool.address, deposit * pool.unit))
    receipt = sender.execute(calls.open_project(pool.address, terms, deposit))
    for event in pool.projects_opened(receipt.block_number, receipt.block_number):
        if event.manifest_hash == terms.manifest_hash:
            return ProjectNumber(event.project)
    raise NodeRefused("eth_getLogs", f"no opening in the block of transaction {receipt.hash}")


def top_up(pool: Pool, sender: Account, project: int, amount: int) -> TransactionReceipt:
    """Add `amount` units to a project's deposit."""
    sender.execute(calls.approve(pool.token, pool.address, amount * pool.unit))
    return sender.execute(calls.top_up(pool.address, project, amount))


def close(pool: Pool, sender: Account, project: int) -> TransactionReceipt:
    """Start the close notice."""
    return sender.execute(calls.request_close(pool.address, project))


def take_refund(pool: Pool, sender: Account, project: int) -> TransactionReceipt:
    """Return what was not debited to the requester, after the notice."""
    return sender.execute(calls.refund(pool.address, project))
