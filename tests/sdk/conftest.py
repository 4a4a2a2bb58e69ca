"""A server in this process for the clients to talk to, and servers that misbehave."""

from tests.server.conftest import board, world

__all__ = ["board", "world"]
