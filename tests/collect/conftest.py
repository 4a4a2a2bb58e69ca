"""A server on real contracts, for what database and record must agree on."""

from tests.server.conftest import anvil, board, chain_world

__all__ = ["anvil", "board", "chain_world"]
