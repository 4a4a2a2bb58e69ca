from dataclasses import replace

import pytest

from labelfield.chain import calls
from labelfield.chain.errors import MalformedCall
from labelfield.chain.interface import interface
from labelfield.protocol.errors import MalformedId
from labelfield.protocol.ids import Address, Hash32, ProjectNumber, TaskId
from labelfield.protocol.messages import Receipt, Withdrawal

POOL = Address("0x" + "aa" * 20)
LABELER = Address("0x" + "bb" * 20)
HASH = Hash32("0x" + "11" * 32)
TERMS = calls.ProjectTerms(HASH, "folder", 500, 10)
RECEIPT = Receipt(LABELER, 1, 5, ProjectNumber(1), 1, HASH, TaskId(HASH), 1, 2_000_000_000)
ORDER = Withdrawal(LABELER, POOL, 5, 1, 0, 2_000_000_000)


@pytest.mark.parametrize("address", ["", "0x", POOL.upper(), "0x" + "AA" * 20, None, bytes(20)])
def test_a_malformed_contract_address_is_refused(address: Address) -> None:
    with pytest.raises(MalformedId):
        calls.top_up(address, 1, 1)


@pytest.mark.parametrize("amount", [-1, 2**64, True, 1.0, "1", None])
def test_amounts_out_of_range_are_refused_everywhere(amount: int) -> None:
    encoders = (
        lambda: calls.open_project(POOL, TERMS, amount),
        lambda: calls.open_project(POOL, replace(TERMS, max_unopened=amount), 0),
        lambda: calls.top_up(POOL, 1, amount),
        lambda: calls.checkpoint(POOL, 1, 1, HASH, [(1, amount)]),
        lambda: calls.file_late_receipt(POOL, replace(RECEIPT, owed=amount), b""),
        lambda: calls.withdraw(POOL, ORDER, b"", amount),
        lambda: calls.add_float(POOL, amount),
        lambda: calls.request_float_exit(POOL, amount),
        lambda: calls.add_bond(POOL, amount),
        lambda: calls.request_bond_exit(POOL, amount),
    )
    for encode in encoders:
        with pytest.raises(MalformedCall):
            encode()


def test_projects_are_numbers_of_32_bits() -> None:
    for project in (-1, 2**32, True):
        for encode in (calls.request_close, calls.refund, calls.prove):
            with pytest.raises(MalformedCall, match="projectNumber"):
                encode(POOL, project)


def test_malformed_labelers_are_refused() -> None:
    with pytest.raises(MalformedCall, match="labelers"):
        calls.register(POOL, [LABELER, Address(LABELER.upper())])


def test_a_call_says_where_and_what() -> None:
    call = calls.open_project(POOL, TERMS, 7)
    assert call.to == POOL
    assert call.value_wei == 0
    assert call.data[:4] == interface("LabelPool").functions["openProject"].selector
    assert bytes.fromhex(HASH[2:]) in call.data


def test_a_checkpoint_carries_its_entries_packed() -> None:
    call = calls.checkpoint(POOL, 1, 2, HASH, [(1, 5), (2, 6)])
    assert bytes.fromhex("00000001000000050000000200000006") in call.data


@pytest.mark.parametrize(
    ("encode", "function"),
    [
        (lambda: calls.take_float(POOL), "takeFloat"),
        (lambda: calls.take_bond(POOL), "takeBond"),
        (lambda: calls.take_fees(POOL, LABELER), "takeFees"),
    ],
)
def test_the_operators_payments_name_their_functions(encode: object, function: str) -> None:
    assert encode().data[:4] == interface("LabelPool").functions[function].selector
