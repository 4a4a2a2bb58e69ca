"""Importing the library that signs transactions changes nothing else in the process."""

import subprocess
import sys

PROGRAM = """
import sys
from labelfield.chain.accounts import account_class
before = sys.getrecursionlimit()
assert account_class().from_key(b"x" * 32).address
assert sys.getrecursionlimit() == before, sys.getrecursionlimit()
"""


def test_the_recursion_limit_stays_as_it_was() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
