"""eth_account, imported when it is needed and without its side effect."""

import sys
from typing import Any


def account_class() -> type[Any]:
    """Return `eth_account.Account`.

    Importing it takes a second and raises the interpreter's recursion limit a hundredfold, after
    which deeply nested JSON ends the process instead of being refused: the limit is put back.
    """
    limit = sys.getrecursionlimit()
    try:
        from eth_account import Account
    finally:
        sys.setrecursionlimit(limit)
    return Account
