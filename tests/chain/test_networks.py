import pytest

from labelfield.chain.eip55 import checksummed
from labelfield.chain.errors import UnknownNetwork
from labelfield.chain.networks import NETWORKS, network_named
from labelfield.protocol.ids import parse_address

OFFICIAL = {
    ("bsc", "WBNB"): "0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c",
    ("bsc", "USDT"): "0x55d398326f99059fF775485246999027B3197955",
    ("bsc", "USDC"): "0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d",
    ("bsc", "Permit2"): "0x000000000022D473030F116dDEE9F6B43aC78BA3",
    ("opbnb", "USDT"): "0x9e5AAC1Ba1a2e6aEd6b32689DFcF62A509Ca96f3",
    ("bsc-testnet", "WBNB"): "0xae13d989daC2f0dEbFf460aC112a837C89BAa7cd",
}
"""As their publishers spell them: a mistyped digit breaks the checksum in the capitals."""


@pytest.mark.parametrize(("place", "published"), OFFICIAL.items(), ids=str)
def test_an_address_is_the_published_one(place: tuple[str, str], published: str) -> None:
    network, name = place
    assert checksummed(NETWORKS[network].addresses[name]) == published


def test_each_network_has_a_chain_of_its_own_and_well_spelled_addresses() -> None:
    assert {network.chain_id for network in NETWORKS.values()} == {56, 204, 97, 5611, 31337}
    for network in NETWORKS.values():
        assert all(map(parse_address, network.addresses.values()))
        assert network.gas_price_wei > 0


def test_an_unknown_network_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownNetwork, match="'eth': choose one of bsc, opbnb, bsc-testnet"):
        network_named("eth")
