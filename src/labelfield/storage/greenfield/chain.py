"""The chain as one account sees it: questions, and transactions signed by its key."""

import re
import threading
from dataclasses import dataclass
from typing import Any, TypeVar

from labelfield.storage.greenfield import queries
from labelfield.storage.greenfield.cosmos import BaseAccount
from labelfield.storage.greenfield.errors import (
    InvalidInput,
    MalformedResponse,
    NotFound,
    WrongSequence,
)
from labelfield.storage.greenfield.keys import Key
from labelfield.storage.greenfield.network import Network, chain_id_of
from labelfield.storage.greenfield.payment_messages import BNB
from labelfield.storage.greenfield.resources import (
    Bucket,
    ShadowObject,
    StorageProvider,
    StoredObject,
    StreamRecord,
)
from labelfield.storage.greenfield.rpc import Committed, Patience, Rpc
from labelfield.storage.greenfield.transaction import Draft, sign, unsigned

T = TypeVar("T")

_GAS_PRICE = re.compile(r"([0-9]{1,30})(?:\.0+)?" + BNB)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a transaction costs: nothing of it is given back."""

    gas_limit: int
    gas_price_wei: int

    def fee_wei(self) -> int:
        """Return the whole fee."""
        return self.gas_limit * self.gas_price_wei


class Chain:
    """One account's connection to the chain; its transactions go out one after another."""

    def __init__(self, network: Network, key: Key | None, patience: Patience) -> None:
        self._network = network
        self._key = key
        self._patience = patience
        self._rpc = Rpc(network.rpc_url, patience)
        self._sending = threading.Lock()
        self._checked = False

    def close(self) -> None:
        """Give the connection back."""
        self._rpc.close()

    def address(self) -> str:
        """Return the checksummed address that transactions are signed with."""
        return self._signer().address

    def ask(self, question: Any) -> Any:
        """Return the chain's answer to one of `queries`."""
        return self._rpc.query(question)

    def height(self) -> int:
        """Return the number of the latest block; check that the node serves this network."""
        status = self._rpc.status()
        if chain_id_of(status.network) != self._network.chain_id:
            raise MalformedResponse(
                f"the node serves {status.network}, expected chain {self._network.chain_id}"
            )
        self._checked = True
        return status.height

    def account(self, address: str) -> BaseAccount:
        """Return an account; raise NotFound if it never received anything."""
        return _present(self.ask(queries.AccountQuery(address)).account, BaseAccount)

    def balance_wei(self, address: str) -> int:
        """Return what an account holds, payment accounts aside."""
        balance = self.ask(queries.BalanceQuery(address, BNB)).balance
        return balance.amount if balance else 0

    def bucket(self, name: str) -> Bucket:
        """Return a bucket, or raise NotFound."""
        return _present(self.ask(queries.HeadBucketQuery(name)).bucket_info, Bucket)

    def object(self, bucket: str, name: str) -> StoredObject:
        """Return an object, or raise NotFound."""
        return _present(self.ask(queries.HeadObjectQuery(bucket, name)).object_info, StoredObject)

    def shadow(self, bucket: str, name: str) -> ShadowObject:
        """Return the other bytes announced for an object, or raise NotFound."""
        answer = self.ask(queries.HeadShadowObjectQuery(bucket, name))
        return _present(answer.object_info, ShadowObject)

    def has_object(self, bucket: str, name: str) -> bool:
        """Say whether the chain holds the object, sealed or not."""
        try:
            self.object(bucket, name)
        except NotFound:
            return False
        return True

    def providers(self) -> tuple[StorageProvider, ...]:
        """Return the storage providers."""
        return tuple(self.ask(queries.ProvidersQuery()).sps)

    def stream_record(self, account: str) -> StreamRecord:
        """Return how a payment account stands, or raise NotFound."""
        record = self.ask(queries.StreamRecordQuery(account)).stream_record
        return _present(record, StreamRecord)

    def payment_accounts(self, owner: str) -> tuple[str, ...]:
        """Return the payment accounts that an account made."""
        return tuple(self.ask(queries.PaymentAccountsQuery(owner)).payment_accounts)

    def cost(self, *messages: Any) -> Cost:
        """Return what one transaction with these messages would cost."""
        account = self.account(self.address())
        return self._simulate(Draft(messages, account.sequence))

    def send(self, *messages: Any, granter: str = "", memo: str = "") -> Committed:
        """Put messages into one transaction, all or none, and wait until a block holds it."""
        with self._sending:
            tx_hash = self._send(messages, granter, memo)
            return self._rpc.wait(tx_hash)

    def _send(self, messages: tuple[Any, ...], granter: str, memo: str) -> str:
        """Sign anew where the node refused the sequence: then nothing was taken."""
        for _ in range(self._patience.attempts - 1):
            try:
                return self._send_once(messages, granter, memo)
            except WrongSequence:
                self._patience.sleep(self._patience.first_pause_s)
        return self._send_once(messages, granter, memo)

    def _send_once(self, messages: tuple[Any, ...], granter: str, memo: str) -> str:
        if not self._checked:
            self.height()
        key = self._signer()
        account = self.account(key.address)
        cost = self._simulate(Draft(messages, account.sequence, memo=memo, granter=granter))
        draft = Draft(messages, account.sequence, cost.gas_limit, cost.gas_price_wei, memo, granter)
        signed = sign(draft, key, self._network.chain_id, account.account_number)
        return self._rpc.broadcast(signed)

    def _simulate(self, draft: Draft) -> Cost:
        answer = self.ask(queries.SimulateQuery(unsigned(draft, self._signer())))
        info = _present(answer.gas_info, queries.GasInfo)
        price = _GAS_PRICE.fullmatch(info.min_gas_price)
        if not price or not info.gas_used:
            raise MalformedResponse(f"no price of gas: {info}")
        return Cost(info.gas_used, int(price[1]))

    def _signer(self) -> Key:
        if self._key is None:
            raise InvalidInput("transactions need a key")
        return self._key


def _present(found: object, kind: type[T]) -> T:
    if not isinstance(found, kind):
        raise MalformedResponse(f"the chain's answer lacks its {kind.__name__}")
    return found
