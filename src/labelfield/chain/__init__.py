"""The chain: the development node, the contracts' interfaces, reading a pool, transactions."""
