"""How fast each keccak-256 wheel hashes, and how fast messages are signed and recovered.

    python bench/keccak.py

`protocol/hashes.py` and `protocol/keys.py` stand on what wins here. Only what is installed is
measured: safe-pysha3 and pycryptodome come with the lock file, others are measured where found.
"""

import time
from collections.abc import Callable
from functools import partial
from importlib import import_module

from eth_account import Account
from eth_account.messages import encode_typed_data
from rich.console import Console
from rich.table import Table

from labelfield.protocol.ids import ZERO_HASH, Address, Hash32, ProjectNumber, TaskId
from labelfield.protocol.keys import Key, recover
from labelfield.protocol.messages import ANSWER_TYPE, Answer, digest
from labelfield.protocol.typed_data import Domain

SIZES = (32, 64, 256, 4096)
SECONDS = 0.3
ROUNDS = 3
Hasher = Callable[[bytes], bytes]


def safe_pysha3() -> Hasher:
    """Return keccak of safe-pysha3, a C extension."""
    keccak_256 = import_module("sha3").keccak_256
    return lambda data: keccak_256(data).digest()


def pycryptodome() -> Hasher:
    """Return keccak of pycryptodome, C through cffi."""
    new = import_module("Crypto.Hash.keccak").new
    return lambda data: new(data=data, digest_bits=256).digest()


def eth_hash_pysha3() -> Hasher:
    """Return keccak of eth-hash over safe-pysha3."""
    return _eth_hash("pysha3")


def eth_hash_pycryptodome() -> Hasher:
    """Return keccak of eth-hash over pycryptodome, which it takes first when both are there."""
    return _eth_hash("pycryptodome")


def tiny_keccak() -> Hasher:
    """Return keccak of tiny-keccak, Rust; not in the lock file."""
    return import_module("tiny_keccak").keccak256


def _eth_hash(backend: str) -> Hasher:
    keccak_class = import_module("eth_hash").Keccak256
    return keccak_class(import_module(f"eth_hash.backends.{backend}").backend)


HASHERS = (safe_pysha3, pycryptodome, eth_hash_pysha3, eth_hash_pycryptodome, tiny_keccak)

DOMAIN = Domain(31337, Address("0x" + "5f" * 20))
PRIVATE_KEY = bytes(31) + b"\x07"
KEY = Key(PRIVATE_KEY)
HASH = Hash32("0x" + "2b" * 32)
ANSWER = Answer(ProjectNumber(7), KEY.address, TaskId(HASH), HASH, 1, ZERO_HASH, 1_790_000_000)
SIGNATURE = KEY.sign(digest(DOMAIN, ANSWER))


def sign_by_hand() -> None:
    """Hash and sign one answer as the product does."""
    KEY.sign(digest(DOMAIN, ANSWER))


def sign_with_eth_account() -> None:
    """Hash and sign one answer through eth-account."""
    Account.sign_typed_data(PRIVATE_KEY, full_message=_typed_data())


def recover_by_hand() -> None:
    """Hash one answer and name its signer as the product does."""
    recover(digest(DOMAIN, ANSWER), SIGNATURE)


def recover_with_eth_account() -> None:
    """Hash one answer and name its signer through eth-account."""
    Account.recover_message(encode_typed_data(full_message=_typed_data()), signature=SIGNATURE)


SIGNERS = (sign_by_hand, sign_with_eth_account, recover_by_hand, recover_with_eth_account)


def _typed_data() -> dict[str, object]:
    members = [member.split() for member in ANSWER_TYPE[len("Answer(") : -1].split(",")]
    values = (getattr(ANSWER, name) for name in Answer.__slots__)
    domain = {"name": "string", "version": "string", "chainId": "uint256"}
    domain["verifyingContract"] = "address"
    return {
        "domain": {
            "name": "Labelfield",
            "version": "1",
            "chainId": DOMAIN.chain_id,
            "verifyingContract": DOMAIN.pool,
        },
        "primaryType": "Answer",
        "types": {
            "EIP712Domain": [{"name": name, "type": kind} for name, kind in domain.items()],
            "Answer": [{"name": name, "type": kind} for kind, name in members],
        },
        "message": dict(zip((name for _, name in members), values, strict=True)),
    }


def calls_a_second(call: Callable[[], object]) -> float:
    """Return the best rate of a few rounds: what else runs on the machine only slows it."""
    return max(_rate(call) for _ in range(ROUNDS))


def _rate(call: Callable[[], object]) -> float:
    calls, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS / ROUNDS:
        for _ in range(20):
            call()
        calls += 20
    return calls / (time.perf_counter() - start)


def hashing_table() -> Table:
    """Measure every hasher that is installed."""
    table = Table("Keccak-256", *(f"{size} B" for size in SIZES), title="Thousand hashes a second")
    for make in HASHERS:
        try:
            hasher = make()
        except ImportError:
            table.add_row(make.__name__, *("–" for _ in SIZES))
            continue
        rates = [calls_a_second(partial(hasher, bytes(size))) for size in SIZES]
        table.add_row(make.__name__, *(f"{rate / 1000:,.0f}" for rate in rates))
    return table


def signing_table() -> Table:
    """Measure signing and recovering an answer, by hand and through eth-account."""
    table = Table("one Answer", "a second", title="EIP-712 messages a second")
    for call in SIGNERS:
        table.add_row(call.__name__, f"{calls_a_second(call):,.0f}")
    return table


if __name__ == "__main__":
    console = Console()
    console.print(hashing_table())
    console.print(signing_table())
