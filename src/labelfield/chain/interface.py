"""The contracts' interfaces: their committed artifacts, and calls, events and errors as bytes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from labelfield.chain.arguments import Parameter, decode_values, encode_values
from labelfield.chain.errors import MalformedData
from labelfield.protocol.hashes import keccak

ContractName = Literal["Registry", "Jury", "Court", "LabelPool", "Deposits", "TestDollar"]

_SELECTOR_SIZE = 4
_ERROR_STRING = Parameter("message", "string")
_PANIC_CODE = Parameter("code", "uint256")


@dataclass(frozen=True, slots=True)
class Entry:
    """One function, event or error of a contract."""

    name: str
    inputs: tuple[Parameter, ...]
    outputs: tuple[Parameter, ...] = ()

    @property
    def topic(self) -> bytes:
        """The keccak of the entry's signature, as it stands in an event's first topic."""
        types = ",".join(parameter.canonical_type for parameter in self.inputs)
        return keccak(f"{self.name}({types})".encode())

    @property
    def selector(self) -> bytes:
        """The first four bytes of a call or of a custom error."""
        return self.topic[:_SELECTOR_SIZE]


@dataclass(frozen=True, slots=True)
class Interface:
    """What one compiled contract accepts, returns, emits and reverts with."""

    bytecode: bytes
    constructor: Entry
    functions: Mapping[str, Entry]
    events: Mapping[bytes, Entry]
    """By topic."""
    errors: Mapping[bytes, Entry]
    """By selector."""

    def encode_call(self, function: str, *values: object) -> bytes:
        """Return the call data; raise MalformedCall for values that the function cannot take."""
        entry = self.functions[function]
        return entry.selector + encode_values(function, entry.inputs, values)

    def encode_deployment(self, *values: object) -> bytes:
        """Return the creation code with the constructor's arguments."""
        return self.bytecode + encode_values("constructor", self.constructor.inputs, values)

    def decode_result(self, function: str, data: bytes) -> tuple[Any, ...]:
        """Return what the function returned."""
        return decode_values(self.functions[function].outputs, data)

    def decode_event(self, topics: Sequence[bytes], data: bytes) -> tuple[str, dict[str, Any]]:
        """Return an event's name and its values by name."""
        entry = self.events.get(topics[0]) if topics else None
        if entry is None:
            raise MalformedData(f"no event has the topics {[topic.hex() for topic in topics]}")
        indexed = [parameter for parameter in entry.inputs if parameter.indexed]
        plain = [parameter for parameter in entry.inputs if not parameter.indexed]
        words = b"".join(topics[1:])
        values = dict(zip(_names(indexed), decode_values(indexed, words), strict=True))
        values |= zip(_names(plain), decode_values(plain, data), strict=True)
        return entry.name, values

    def topic_of(self, event: str) -> bytes:
        """Return the first topic of the event of this name."""
        return next(topic for topic, entry in self.events.items() if entry.name == event)


@cache
def interface(contract: ContractName) -> Interface:
    """Return the interface of a contract, from its committed artifact."""
    artifact = json.loads(files(__package__).joinpath(f"artifacts/{contract}.json").read_text())
    entries: dict[str, list[Entry]] = {}
    for item in artifact["abi"]:
        entries.setdefault(item["type"], []).append(_entry(item))
    return Interface(
        bytecode=bytes.fromhex(artifact["bytecode"][2:]),
        constructor=next(iter(entries.get("constructor", [])), Entry("constructor", ())),
        functions={entry.name: entry for entry in entries["function"]},
        events={entry.topic: entry for entry in entries.get("event", [])},
        errors={entry.selector: entry for entry in entries.get("error", [])},
    )


def decode_error(data: bytes) -> tuple[str, dict[str, object]]:
    """Return the name and values of what a contract reverted with."""
    try:
        entry = _errors()[data[:_SELECTOR_SIZE]]
        values = decode_values(entry.inputs, data[_SELECTOR_SIZE:])
    except (KeyError, MalformedData):  # another contract's error, or none of ours
        return "unknown", {"data": "0x" + data.hex()}
    return entry.name, dict(zip(_names(entry.inputs), values, strict=True))


@cache
def _errors() -> Mapping[bytes, Entry]:
    known: dict[bytes, Entry] = {}
    for entry in (Entry("Error", (_ERROR_STRING,)), Entry("Panic", (_PANIC_CODE,))):
        known[entry.selector] = entry
    for contract in ("TestDollar", "Registry", "LabelPool", "Court", "Jury"):
        known |= interface(contract).errors
    return known


def _entry(item: dict[str, Any]) -> Entry:
    return Entry(
        name=item.get("name", item["type"]),
        inputs=tuple(_parameter(each) for each in item["inputs"]),
        outputs=tuple(_parameter(each) for each in item.get("outputs", [])),
    )


def _parameter(item: dict[str, Any]) -> Parameter:
    return Parameter(
        name=item["name"],
        type=item["type"],
        components=tuple(_parameter(each) for each in item.get("components", [])),
        indexed=item.get("indexed", False),
    )


def _names(parameters: Sequence[Parameter]) -> list[str]:
    return [parameter.name for parameter in parameters]
