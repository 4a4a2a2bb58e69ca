"""Addresses of networks: what the chain's opening event may say."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.storage.greenfield.errors import InvalidInput
from labelfield.storage.greenfield.network import (
    MAINNET,
    TESTNET,
    Network,
    address_of,
    network_at,
)


def test_the_public_networks_have_names():
    assert network_at("greenfield://mainnet") == MAINNET
    assert network_at("greenfield://testnet") == TESTNET


def test_a_node_on_this_machine_is_asked_in_plain_http_and_any_other_over_tls():
    assert network_at("greenfield://9000@127.0.0.1:26750") == Network(
        "http://127.0.0.1:26750", 9000
    )
    assert network_at("greenfield://1017@node.example:443").rpc_url == "https://node.example:443"
    assert network_at("greenfield://1017@node.example").rpc_url == "https://node.example"


@pytest.mark.parametrize("network", [MAINNET, TESTNET, Network("http://127.0.0.1:1", 9000)])
def test_an_address_finds_its_network_again(network):
    assert network_at(address_of(network)) == network


@pytest.mark.parametrize(
    "address",
    [
        "greenfield:",
        "greenfield://",
        "greenfield://mainnet/",
        "greenfield://0@node",
        "greenfield://1017@",
        "greenfield://1017@node/path",
        "greenfield://1017@user:word@node",
        "greenfield://1017@node:99999999",
        "https://node",
    ],
)
def test_what_names_no_network_is_refused(address):
    with pytest.raises(InvalidInput, match="names no network"):
        network_at(address)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text):
    with contextlib.suppress(InvalidInput):
        assert network_at("greenfield://" + text).rpc_url.startswith("http")
