"""The double's chain: its accounts, buckets, objects, groups, policies and providers."""

import hashlib
import threading
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from labelfield.storage.greenfield.double.kept import Kept
from labelfield.storage.greenfield.double.settings import Settings
from labelfield.storage.greenfield.enums import ObjectStatus, ProviderStatus
from labelfield.storage.greenfield.keys import checksummed, parse_address
from labelfield.storage.greenfield.network import chain_id_of
from labelfield.storage.greenfield.resources import (
    Bucket,
    Group,
    ShadowObject,
    StorageProvider,
    StoredObject,
)
from labelfield.storage.greenfield.schema import Slot, big, i64, u64

FIRST_FAMILY = 100
"""Number of the first provider's virtual group family; the others' follow."""


class Refused(Exception):
    """The chain refuses, with the code that the network has for it."""

    def __init__(self, code: int, log: str, codespace: str = "storage") -> None:
        super().__init__(log)
        self.code = code
        self.log = log
        self.codespace = codespace


@dataclass(frozen=True, slots=True)
class Account:
    """An account, or one that only pays."""

    address: Annotated[str, Slot(1)]
    number: Annotated[int, u64(2)]
    sequence: Annotated[int, u64(3)] = 0
    public_key: Annotated[bytes, Slot(4)] = b""
    balance_wei: Annotated[int, big(5)] = 0
    payment_owner: Annotated[str, Slot(6)] = ""
    """Whose payment account it is, if it is one."""

    refund_disabled: Annotated[bool, Slot(7)] = False
    payment_count: Annotated[int, u64(8)] = 0
    locked_wei: Annotated[int, big(9)] = 0
    buffer_wei: Annotated[int, big(10)] = 0
    rate_wei: Annotated[int, big(11)] = 0


@dataclass(frozen=True, slots=True)
class Counter:
    """A number that goes up."""

    value: Annotated[int, u64(1)] = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """An object's bytes are all there; it is sealed when the time comes."""

    bucket_name: Annotated[str, Slot(1)]
    object_name: Annotated[str, Slot(2)]
    seal_at_us: Annotated[int, i64(3)]
    """Microseconds since 1970."""

    version: Annotated[int, i64(4)] = 0
    checksums: Annotated[tuple[bytes, ...], Slot(5)] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A transaction that a block holds."""

    height: Annotated[int, i64(1)]
    transaction: Annotated[bytes, Slot(2)]
    code: Annotated[int, u64(3)]
    log: Annotated[str, Slot(4)]
    codespace: Annotated[str, Slot(5)]
    gas_wanted: Annotated[int, u64(6)]
    gas_used: Annotated[int, u64(7)]


class World:
    """The chain's state; whoever reads or changes it holds `lock`."""

    def __init__(self, settings: Settings) -> None:
        settings.folder.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        self.chain_id = chain_id_of(settings.chain_name)
        self.kept = Kept(settings.folder / "chain.sqlite")
        self.lock = threading.RLock()
        self.endpoints: dict[int, str] = {}
        for address, amount in settings.funded_wei.items():
            if self.account(address) is None:
                self.keep_account(replace(self.new_account(address), balance_wei=amount))

    def now(self) -> datetime:
        """Return the time."""
        return self.settings.now()

    def next_number(self, name: str) -> int:
        """Return a number that was not given before, from 1."""
        counter = self.kept.get(Counter, f"counter/{name}") or Counter()
        self.kept.put(f"counter/{name}", Counter(counter.value + 1))
        return counter.value + 1

    def height(self) -> int:
        """Return the number of the latest block; block 1 holds what the settings fund."""
        return 1 + (self.kept.get(Counter, "counter/block") or Counter()).value

    def account(self, address: str) -> Account | None:
        """Return an account, in whatever case its address is spelled."""
        return self.kept.get(Account, f"account/{address.lower()}")

    def keep_account(self, account: Account) -> None:
        """Keep an account."""
        self.kept.put(f"account/{account.address.lower()}", account)

    def new_account(self, address: str) -> Account:
        """Return an account that holds nothing."""
        return Account(checksummed(parse_address(address)), self.next_number("account"))

    def bucket(self, name: str) -> Bucket:
        """Return a bucket, or refuse."""
        found = self.kept.get(Bucket, f"bucket/{name}")
        if found is None:
            raise Refused(1100, "No such bucket")
        return found

    def object(self, bucket: str, name: str) -> StoredObject:
        """Return an object, or refuse."""
        found = self.kept.get(StoredObject, f"object/{bucket}/{name}")
        if found is None:
            raise Refused(1101, "No such object")
        return found

    def keep_object(self, found: StoredObject) -> None:
        """Keep an object."""
        self.kept.put(f"object/{found.bucket_name}/{found.object_name}", found)

    def shadow(self, bucket: str, name: str) -> ShadowObject | None:
        """Return the other bytes announced for an object, or None."""
        return self.kept.get(ShadowObject, f"shadow/{bucket}/{name}")

    def group(self, owner: str, name: str) -> Group:
        """Return a group, or refuse."""
        found = self.kept.get(Group, f"group/{owner.lower()}/{name}")
        if found is None:
            raise Refused(1102, "No such group")
        return found

    def providers(self) -> tuple[StorageProvider, ...]:
        """Return the storage providers."""
        return tuple(
            StorageProvider(
                number,
                checksummed(hashlib.sha256(f"provider {number}".encode()).digest()[:20]),
                ProviderStatus.STATUS_IN_SERVICE,
                self.endpoints.get(number, ""),
            )
            for number in range(1, self.settings.provider_count + 1)
        )

    def home_of(self, bucket: Bucket) -> int:
        """Return the number of a bucket's primary provider."""
        return bucket.global_virtual_group_family_id - FIRST_FAMILY

    def advance(self) -> None:
        """Seal what is due; time passes only when somebody looks."""
        now_us = round(self.now().timestamp() * 1_000_000)
        for key, arrival in self.kept.under(Arrival, "arrival/"):
            if arrival.seal_at_us <= now_us:
                self._seal(arrival)
                self.kept.drop(key)

    def arrive(self, found: StoredObject, version: int, checksums: tuple[bytes, ...] = ()) -> None:
        """Note that an object's bytes are all there."""
        due_us = round((self.now().timestamp() + self.settings.seal_after_s) * 1_000_000)
        arrival = Arrival(found.bucket_name, found.object_name, due_us, version, checksums)
        self.kept.put(f"arrival/{found.id}", arrival)

    def has_arrived(self, found: StoredObject) -> bool:
        """Say whether an object's bytes are all there and wait for their seal."""
        return self.kept.get(Arrival, f"arrival/{found.id}") is not None

    def _seal(self, arrival: Arrival) -> None:
        key = f"object/{arrival.bucket_name}/{arrival.object_name}"
        found = self.kept.get(StoredObject, key)
        if found is None:
            return
        sealed = replace(
            found,
            object_status=ObjectStatus.OBJECT_STATUS_SEALED,
            checksums=arrival.checksums or found.checksums,
        )
        shadow = self.shadow(arrival.bucket_name, arrival.object_name)
        if shadow is not None:
            sealed = replace(
                sealed,
                is_updating=False,
                checksums=shadow.checksums,
                payload_size=shadow.payload_size,
                content_type=shadow.content_type,
                version=shadow.version,
                updated_at=shadow.updated_at,
            )
            self.kept.drop(f"shadow/{arrival.bucket_name}/{arrival.object_name}")
        self.keep_object(sealed)
