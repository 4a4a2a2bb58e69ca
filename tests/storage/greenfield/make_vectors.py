"""Records the JS SDK's transactions anew: python -m tests.storage.greenfield.make_vectors."""

import json
import tempfile
from pathlib import Path

from labelfield.storage.greenfield.double.blocks import outcome_of
from labelfield.storage.greenfield.double.server import GreenfieldDouble
from labelfield.storage.greenfield.double.settings import ONE_BNB, Settings
from labelfield.storage.greenfield.keys import Key
from tests.storage.greenfield.node import run_node

SECRET = b"\x01" * 32
FILE = Path(__file__).with_name("vectors.json")


def main() -> None:
    """Write the vectors anew."""
    key, other = Key(SECRET), Key(b"\x02" * 32)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            Path(folder),
            {key.address: 10 * ONE_BNB},
            endpoint="http://sp{id}.greenfield.test:{port}",
        )
        with GreenfieldDouble(settings) as double:
            given = {
                "rpc": double.network().rpc_url,
                "chain": "9000",
                "key": "0x" + SECRET.hex(),
                "address": key.address,
                "other": other.address,
            }
            made = run_node("vectors.cjs", json.dumps(given), preload="dns.cjs")
            vectors = [
                {
                    "name": each["name"],
                    "transaction": outcome_of(double._world, each["hash"]).transaction.hex(),
                }
                for each in made
            ]
    FILE.write_text(json.dumps(vectors, indent=2) + "\n")


if __name__ == "__main__":
    main()
