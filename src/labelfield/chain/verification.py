"""What a block explorer needs to compile a deployed contract again and compare."""

import json
from collections.abc import Sequence
from importlib.resources import files

from labelfield.chain.deployments import Planned

STANDARD_INPUT = "standard-input.json"


def standard_input() -> bytes:
    """Return the compiler's input, in JSON, that all contracts were compiled from."""
    return files(__package__).joinpath(f"artifacts/{STANDARD_INPUT}").read_bytes()


def verification_of(plan: Sequence[Planned]) -> list[dict[str, str]]:
    """Return what an explorer's form asks for, contract by contract."""
    return [_form(planned) for planned in plan]


def _form(planned: Planned) -> dict[str, str]:
    path = files(__package__).joinpath(f"artifacts/{planned.contract}.json")
    artifact = json.loads(path.read_text())
    return {
        "address": planned.address,
        "contract": f"{artifact['source']}:{planned.contract}",
        "compiler": artifact["solc_long"],
        "license": "Apache-2.0",
        "constructorArguments": planned.arguments.hex(),
        "standardJsonInput": STANDARD_INPUT,
    }
