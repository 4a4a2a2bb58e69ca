"""What is deployed, in which order and with which constructor arguments: planned before it is sent.

A new contract is one line of `STEPS`. Its constructor's parameters are looked up by their Solidity
names: in the contract's table of the settings, then among the step's links to other contracts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from labelfield.chain.anvil import DEV_KEYS
from labelfield.chain.arguments import Parameter, encode_values
from labelfield.chain.create2 import Creation
from labelfield.chain.eip55 import parse_written
from labelfield.chain.errors import BadSettings, MalformedCall
from labelfield.chain.interface import ContractName, interface
from labelfield.chain.networks import Network
from labelfield.protocol.hashes import keccak
from labelfield.protocol.ids import Address
from labelfield.protocol.keys import Key

Where = Literal["everywhere", "development", "public"]

Settings = Mapping[str, object]
"""Constructor arguments by contract and by name, as a TOML file holds them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One contract of a deployment."""

    contract: ContractName
    links: Mapping[str, str] = field(default_factory=dict)
    """Names of contracts by constructor parameter, where the settings give no other."""
    where: Where = "everywhere"


STEPS = (
    Step("TestDollar", where="development"),
    Step("Registry"),
    Step("Jury", {"stake": "Registry"}),
    Step("Court", {"arbitrator": "Jury"}),
    Step("LabelPool", {"registry": "Registry", "court": "Court"}),
    Step("Deposits", {"permit2": "Permit2", "wrappedNative": "WBNB"}, where="public"),
)

DEVELOPMENT_SETTINGS: Settings = {
    "Registry": {
        "rotationDelay": 14_400,
        "redeemTime": 7_200,
        "stakeToken": "TestDollar",
        "seatStake": 100 * 10**18,
        "seatExitDelay": 86_400,
    },
    "Jury": {
        "jurorFee": 10**18,
        "firstSize": 3,
        "commitWindow": 300,
        "revealWindow": 300,
        "appealWindow": 300,
    },
    "Court": {
        "bond": 50 * 10**18,
        "answerWindow": 600,
        "revealWindow": 600,
        "arbitrationWindow": 3_600,
        "overdueGrace": 600,
    },
    "LabelPool": {
        "token": "TestDollar",
        "operator": Key(DEV_KEYS[0]).address,
        "unitDecimals": 6,
        "maxFeeBps": 1_000,
        "periods": {
            "settleWithin": 600,
            "grace": 600,
            "checkpointInterval": 600,
            "closeNotice": 3_600,
            "floatExitDelay": 7_200,
            "bondExitDelay": 7_200,
            "openingInterval": 3_600,
            "challengeWindow": 3_600,
            "claimTime": 86_400,
        },
    },
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A contract that will be deployed, and where."""

    contract: ContractName
    creation: Creation
    arguments: bytes
    """The constructor's, as the creation code ends with them."""

    @property
    def address(self) -> Address:
        """Where it will be."""
        return self.creation.address


def plan(network: Network, settings: Settings, salt_text: str) -> tuple[Planned, ...]:
    """Return the deployment of every contract in order; raise BadSettings."""
    elsewhere = "public" if network.name == "dev" else "development"
    steps = [step for step in STEPS if step.where != elsewhere]
    known = {step.contract for step in steps}
    for name in settings:
        if name not in known:
            raise BadSettings(name, f"no such contract; there are {', '.join(sorted(known))}")
    salt = keccak(salt_text.encode())
    names = dict(network.addresses)
    planned: list[Planned] = []
    for step in steps:
        table = settings.get(step.contract, {})
        arguments = _encode_arguments(step, table, names)
        code = interface(step.contract).bytecode + arguments
        planned.append(Planned(step.contract, Creation(salt, code), arguments))
        names[step.contract] = planned[-1].address
    return tuple(planned)


def _encode_arguments(step: Step, table: object, names: Mapping[str, Address]) -> bytes:
    parameters = interface(step.contract).constructor.inputs
    values = _linked(step, table)
    if len(parameters) == 1 and parameters[0].type == "tuple":  # a struct of settings
        struct = _member_values(step.contract, parameters[0].components, values, names)
        return _encode(step.contract, parameters, (struct,))
    plain = _member_values(step.contract, parameters, values, names)
    return _encode(step.contract, parameters, plain)


def _linked(step: Step, table: object) -> Mapping[str, object]:
    if not isinstance(table, Mapping):
        raise BadSettings(step.contract, "a table is expected")
    return {**step.links, **table}


def _member_values(
    where: str,
    parameters: tuple[Parameter, ...],
    table: Mapping[str, object],
    names: Mapping[str, Address],
) -> tuple[object, ...]:
    expected = [_name(parameter) for parameter in parameters]
    for name in table:
        if name not in expected:
            raise BadSettings(f"{where}.{name}", f"no such value; there are {', '.join(expected)}")
    for name in expected:
        if name not in table:
            raise BadSettings(f"{where}.{name}", "missing")
    return tuple(
        _value(f"{where}.{_name(parameter)}", parameter, table[_name(parameter)], names)
        for parameter in parameters
    )


def _name(parameter: Parameter) -> str:
    """Return the name without the underscore that tells a constructor's from a getter's."""
    return parameter.name.rstrip("_")


def _value(where: str, parameter: Parameter, value: object, names: Mapping[str, Address]) -> object:
    if parameter.type == "tuple":
        if not isinstance(value, Mapping):
            raise BadSettings(where, "a table is expected")
        return _member_values(where, parameter.components, value, names)
    if parameter.type == "address":
        return _address(where, value, names)
    return value


def _address(where: str, value: object, names: Mapping[str, Address]) -> Address:
    if not isinstance(value, str):
        raise BadSettings(where, f"{value!r} is no address")
    if value in names:
        return names[value]
    if (address := parse_written(value)) is None:
        known = ", ".join(names) or "none"
        problem = f"neither an address with a right checksum nor a known name ({known})"
        raise BadSettings(where, f"{value!r} is {problem}")
    return address


def _encode(
    contract: ContractName, parameters: tuple[Parameter, ...], values: tuple[object, ...]
) -> bytes:
    try:
        return encode_values("constructor", parameters, values)
    except MalformedCall as error:
        raise BadSettings(contract, str(error)) from error
