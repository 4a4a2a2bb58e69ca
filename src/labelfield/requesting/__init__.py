"""A requester's way, for the command line and for Python: connect, create, fund, watch, export."""
