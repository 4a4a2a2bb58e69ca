"""What storage costs: the chain's prices, and an estimate before anything is paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from labelfield.storage.greenfield import queries
from labelfield.storage.greenfield.chain import Chain
from labelfield.storage.greenfield.checksums import DATA_SHARDS, PARITY_SHARDS
from labelfield.storage.greenfield.errors import InvalidInput
from labelfield.storage.greenfield.schema import Slot, big, i64, u64

SECONDARIES = DATA_SHARDS + PARITY_SHARDS
MONTH_S = 30 * 24 * 3600
MIN_GAS_PRICE_WEI = 5 * 10**9
CREATE_OBJECT_GAS = 1200
CREATE_BUCKET_GAS = 2400
ONE = 10**18
"""Prices and rates are fractions of this: of a wei, or of one."""


@dataclass(frozen=True, slots=True)
class StorePrice:
    """The median of the providers' prices, a byte and second: greenfield.sp.GlobalSpStorePrice."""

    update_time_sec: Annotated[int, i64(1)]
    read_price: Annotated[int, big(2)]
    primary_store_price: Annotated[int, big(3)]
    secondary_store_price: Annotated[int, big(4)]


@dataclass(frozen=True, slots=True)
class StorePriceAnswer:
    """The latest price."""

    global_sp_store_price: Annotated[StorePrice, Slot(1)]


@dataclass(frozen=True, slots=True)
class StorePriceQuery:
    """Ask for the price at a time; 0 asks for the latest."""

    PATH: ClassVar = "/greenfield.sp.Query/QueryGlobalSpStorePriceByTime"
    ANSWER: ClassVar = StorePriceAnswer

    timestamp: Annotated[int, i64(1)] = 0


@dataclass(frozen=True, slots=True)
class VersionedPaymentParams:
    """How much is reserved and taxed: greenfield.payment.VersionedParams."""

    reserve_time: Annotated[int, u64(1)]
    """Seconds of storage that are paid at once."""

    validator_tax_rate: Annotated[int, big(2)]


@dataclass(frozen=True, slots=True)
class PaymentParams:
    """Settings of payments: greenfield.payment.Params."""

    versioned_params: Annotated[VersionedPaymentParams, Slot(1)]
    payment_account_count_limit: Annotated[int, u64(2)] = 0
    forced_settle_time: Annotated[int, u64(3)] = 0


@dataclass(frozen=True, slots=True)
class PaymentParamsAnswer:
    """The settings of payments."""

    params: Annotated[PaymentParams, Slot(1)]


@dataclass(frozen=True, slots=True)
class PaymentParamsQuery:
    """Ask for the settings of payments."""

    PATH: ClassVar = "/greenfield.payment.Query/Params"
    ANSWER: ClassVar = PaymentParamsAnswer


@dataclass(frozen=True, slots=True)
class Prices:
    """All that an estimate needs."""

    store: int
    """10^-18 wei a byte and second, on all providers and with the tax."""

    read: int
    """The same for each byte of monthly read quota."""

    reserve_s: int
    min_charge_bytes: int
    gas_price_wei: int = MIN_GAS_PRICE_WEI


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an upload costs, in wei, rounded up."""

    gas_wei: int
    """Paid at once and gone."""

    reserved_wei: int
    """Locked at once; it pays for the first `reserve_s` seconds and does not come back."""

    month_wei: int
    """Each thirty days from then on, taken from the account as time passes."""

    def at_once_wei(self) -> int:
        """Return what the account must hold."""
        return self.gas_wei + self.reserved_wei


def latest_prices(chain: Chain) -> Prices:
    """Return what the chain charges now."""
    price = chain.ask(StorePriceQuery()).global_sp_store_price
    payment = chain.ask(PaymentParamsQuery()).params.versioned_params
    storage = chain.ask(queries.ParamsQuery()).params.versioned_params
    taxed = ONE + payment.validator_tax_rate
    store = price.primary_store_price + SECONDARIES * price.secondary_store_price
    return Prices(
        store=-(-store * taxed // ONE),
        read=-(-price.read_price * taxed // ONE),
        reserve_s=payment.reserve_time,
        min_charge_bytes=storage.min_charge_size,
    )


def estimate(prices: Prices, sizes: Sequence[int], new_buckets: int = 0) -> Estimate:
    """Return what objects of these sizes cost, each announced by a message of its own."""
    if any(size < 0 for size in sizes):
        raise InvalidInput("no object has fewer than 0 bytes")
    gas = CREATE_OBJECT_GAS * len(sizes) + CREATE_BUCKET_GAS * new_buckets
    rates = [-(-max(size, prices.min_charge_bytes) * prices.store // ONE) for size in sizes]
    return Estimate(
        gas_wei=gas * prices.gas_price_wei,
        reserved_wei=sum(rates) * prices.reserve_s,
        month_wei=sum(rates) * MONTH_S,
    )
