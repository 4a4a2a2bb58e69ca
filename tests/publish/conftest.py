"""A server on real contracts whose records and dataset are read back."""

from tests.server.conftest import anvil, board, chain_world

__all__ = ["anvil", "board", "chain_world"]
