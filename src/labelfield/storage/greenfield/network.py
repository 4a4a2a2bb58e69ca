"""Which Greenfield to speak to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from labelfield.storage.greenfield.errors import InvalidInput, MalformedResponse


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

_NAMED = {"greenfield://mainnet": MAINNET, "greenfield://testnet": TESTNET}
_ADDRESS = re.compile(r"greenfield://([1-9][0-9]{0,17})@([a-z0-9][a-z0-9.-]*)(:[0-9]{1,5})?")
_LOOPBACK = ("127.0.0.1", "localhost")


def network_at(address: str) -> Network:
    """Return the network that `greenfield://mainnet` or `greenfield://<chain id>@<node>` names.

    A node on this machine is asked in plain HTTP, any other over TLS.
    """
    if address in _NAMED:
        return _NAMED[address]
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise InvalidInput(
            f"{address!r} names no network: expected greenfield://mainnet, greenfield://testnet "
            "or the like of greenfield://1017@node.example:443"
        )
    scheme = "http" if found[2] in _LOOPBACK else "https"
    return Network(f"{scheme}://{found[2]}{found[3] or ''}", int(found[1]))


def address_of(network: Network) -> str:
    """Return the address by which `network_at` finds a network again."""
    node = network.rpc_url.partition("://")[2].rstrip("/")
    return f"greenfield://{network.chain_id}@{node}"


def chain_id_of(name: str) -> int:
    """Return the number in a chain's name."""
    found = re.fullmatch(r"[a-z][a-z0-9]*_([1-9][0-9]{0,17})-[1-9][0-9]*", name)
    if not found:
        raise MalformedResponse(
            f"{name!r} is no chain's name: expected the like of greenfield_1017-1"
        )
    return int(found[1])
