"""JSON of strangers, refused when it nests too deep.

The parser's depth is bounded only by the interpreter's recursion limit, which libraries raise
(py_ecc, below eth-account: to 100,000); beyond the stack the process dies.
"""

import json
import re
from typing import Any

DEEPEST = 64

_STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
_STEP = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}


def parse_shallow(data: bytes) -> Any:
    """Return the value of JSON `data`; raise ValueError for no JSON, or for more than 64 levels."""
    if data.count(b"[") + data.count(b"{") > DEEPEST:
        depth = 0
        for match in _STRING_OR_BRACKET.finditer(data):
            depth += _STEP.get(match.group(), 0)
            if depth > DEEPEST:
                raise ValueError(f"nested deeper than {DEEPEST} levels")
    return json.loads(data)
