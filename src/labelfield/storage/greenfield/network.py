"""Which Greenfield to speak to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from labelfield.storage.greenfield.errors import MalformedResponse


@dataclass(frozen=True, slots=True)
class Network:
    """A chain, and how to reach it and its storage providers."""

    rpc_url: str
    chain_id: int
    """The number in the middle of the chain's name: 1017 of greenfield_1017-1."""

    gateways: Mapping[int, str] = field(default_factory=dict)
    """Where to reach a storage provider, by its number, instead of where the chain says."""


MAINNET = Network("https://greenfield-chain.bnbchain.org:443", 1017)
TESTNET = Network("https://gnfd-testnet-fullnode-tendermint-us.bnbchain.org:443", 5600)


def chain_id_of(name: str) -> int:
    """Return the number in a chain's name."""
    found = re.fullmatch(r"[a-z][a-z0-9]*_([1-9][0-9]{0,17})-[1-9][0-9]*", name)
    if not found:
        raise MalformedResponse(
            f"{name!r} is no chain's name: expected the like of greenfield_1017-1"
        )
    return int(found[1])
