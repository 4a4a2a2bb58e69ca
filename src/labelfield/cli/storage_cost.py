"""What an upload to Greenfield would cost, in words."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from labelfield.cli.errors import CommandError, FileTrouble
from labelfield.cli.places import deployed

WEI = 10**18
DAY_S = 24 * 3600


def estimated(home: Path, store: str | None, files: Sequence[Path]) -> dict[str, int]:
    """Return the estimate for files, in wei, by the prices of the store's chain."""
    from labelfield.storage.greenfield.client import Greenfield
    from labelfield.storage.greenfield.network import network_at
    from labelfield.storage.greenfield.prices import estimate, latest_prices

    url = store or deployed(home).store
    if not url.startswith("greenfield:"):
        raise CommandError(f"{url} costs nothing by itself: name a network with --store")
    with Greenfield(network_at(url)) as client:
        prices = latest_prices(client.chain)
    sizes = [_size_of(file) for file in files]
    found = estimate(prices, sizes)
    return {
        "objects": len(sizes),
        "bytes": sum(sizes),
        "gas_wei": found.gas_wei,
        "reserved_wei": found.reserved_wei,
        "reserved_s": prices.reserve_s,
        "month_wei": found.month_wei,
        "at_once_wei": found.at_once_wei(),
    }


def sentences(found: Mapping[str, int], bnb_usd: float | None) -> str:
    """Return an estimate as lines; dollars at the price that is given."""
    days = found["reserved_s"] // DAY_S

    def money(name: str) -> str:
        bnb = f"{found[name] / WEI:.9f} BNB"
        return bnb if bnb_usd is None else f"{bnb}  ${found[name] / WEI * bnb_usd:.6f}"

    return "\n".join(
        (
            f"objects   {found['objects']}, {found['bytes']:,} bytes",
            f"gas       {money('gas_wei')}",
            f"reserved  {money('reserved_wei')}  for the first {days} days",
            f"at once   {money('at_once_wei')}",
            f"a month   {money('month_wei')}  after that",
        )
    )


def _size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError as error:
        raise FileTrouble(file, f"cannot be read: {error.strerror}") from error
