"""What a transaction's signature is over: EIP-712 as Greenfield's chain computes it.

It differs from everyone else's: the fields of every struct, the domain's too, are sorted by name;
verifyingContract and salt are strings; enumerations, times and big integers are strings; bytes are
hashed as the ASCII of their base64 text. Absent sub-messages and empty lists vanish from type and
value; an absent time is an empty string. A list's type is that of its first element.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from sha3 import keccak_256

from labelfield.storage.greenfield.cosmos import Fee
from labelfield.storage.greenfield.errors import Unsignable
from labelfield.storage.greenfield.schema import Kind, Slot, slots_of

VERIFYING_CONTRACT = "0x71e835aff094655dEF897fbc85534186DbeaB75d"
"""keccak("greenfield"), last 20 bytes; the chain's since the Altai fork."""

Struct = dict[str, Any]
Types = dict[str, dict[str, str]]
"""Of each struct, the type of each field."""

_PLAIN = {
    Kind.STRING: "string",
    Kind.BYTES: "bytes",
    Kind.BOOL: "bool",
    Kind.ENUM: "string",
    Kind.UINT32: "uint32",
    Kind.UINT64: "uint64",
    Kind.INT64: "int64",
    Kind.BIG_INT: "string",
    Kind.TIME: "string",
    Kind.ANY: "TypeAny",
}
_DOMAIN = {
    "name": "string",
    "version": "string",
    "chainId": "uint256",
    "verifyingContract": "string",
    "salt": "string",
}
_ENVELOPE: Types = {
    "Tx": {
        "account_number": "uint256",
        "chain_id": "uint256",
        "fee": "Fee",
        "memo": "string",
        "sequence": "uint256",
        "timeout_height": "uint256",
    },
    "Fee": {
        "amount": "Coin[]",
        "gas_limit": "uint256",
        "granter": "string",
        "payer": "string",
    },
    "Coin": {"amount": "uint256", "denom": "string"},
}


@dataclass(frozen=True, slots=True)
class SignDocument:
    """Everything that a transaction's signature covers."""

    chain_id: int
    """The number in the middle of the chain's name: 1017 of greenfield_1017-1."""

    account_number: int
    sequence: int
    fee: Fee
    """With the payer's checksummed address, even where the transaction leaves it out."""

    messages: tuple[Any, ...]
    memo: str = ""
    timeout_height: int = 0


def digest_of(document: SignDocument) -> bytes:
    """Return the 32 bytes to sign."""
    types, value = typed_data_of(document)
    domain = {
        "name": "Greenfield Tx",
        "version": "1.0.0",
        "chainId": document.chain_id,
        "verifyingContract": VERIFYING_CONTRACT,
        "salt": "0",
    }
    separator = _hash_struct("EIP712Domain", domain, {"EIP712Domain": _DOMAIN})
    return _keccak(b"\x19\x01" + separator + _hash_struct("Tx", value, types))


def typed_data_of(document: SignDocument) -> tuple[Types, Struct]:
    """Return the types of a transaction's structs, and its value."""
    types = {name: dict(fields) for name, fields in _ENVELOPE.items()}
    fee = document.fee
    value: Struct = {
        "account_number": document.account_number,
        "chain_id": document.chain_id,
        "fee": {
            "amount": [{"amount": coin.amount, "denom": coin.denom} for coin in fee.amount],
            "gas_limit": fee.gas_limit,
            "granter": fee.granter,
            "payer": fee.payer,
        },
        "memo": document.memo,
        "sequence": document.sequence,
        "timeout_height": document.timeout_height,
    }
    for place, message in enumerate(document.messages, start=1):
        types["Tx"][f"msg{place}"] = f"Msg{place}"
        fields, found = _struct_of(message, f"TypeMsg{place}", types)
        types[f"Msg{place}"] = {"type": "string", **fields}
        value[f"msg{place}"] = {**found, "type": message.TYPE_URL}
    return types, value


def _struct_of(message: Any, prefix: str, types: Types) -> tuple[dict[str, str], Struct]:
    """Return a message's field types and values; add the structs it holds to `types`."""
    fields: dict[str, str] = {}
    value: Struct = {}
    for slot in slots_of(type(message)):
        held = getattr(message, slot.attribute)
        if _vanishes(slot, held):
            continue
        if slot.kind is Kind.MESSAGE:
            name = prefix + _camel_case(slot.name)
            if slot.repeated:
                fields[slot.name] = name + "[]"
                value[slot.name] = _list_of(held, name, types)
            else:
                fields[slot.name] = name
                types[name], value[slot.name] = _struct_of(held, name, types)
            continue
        assert slot.kind is not None
        if slot.kind is Kind.BIG_INT:
            held = str(held)
        fields[slot.name] = _PLAIN[slot.kind] + ("[]" if slot.repeated else "")
        value[slot.name] = [_plain(part) for part in held] if slot.repeated else _plain(held)
        if slot.kind is Kind.ANY:
            types["TypeAny"] = {"type": "string", "value": "bytes"}
    return fields, value


def _vanishes(slot: Slot, held: Any) -> bool:
    if slot.kind is Kind.TIME:
        return False
    return held is None or (held in ((), b"") and (slot.repeated or slot.kind is Kind.BYTES))


def _list_of(messages: tuple[Any, ...], name: str, types: Types) -> list[Struct]:
    found = []
    for message in messages:
        shape, value = _struct_of(message, name, types)
        if types.setdefault(name, shape) != shape:
            raise Unsignable(
                "all elements of a list must leave out the same fields: the chain takes the"
                f" shape of the first, and {message} differs from it"
            )
        found.append(value)
    return found


def _plain(held: Any) -> Any:
    """Return a value as the chain's JSON has it, with bytes as the ASCII of their base64."""
    match held:
        case None:
            return ""
        case IntEnum():
            return held.name
        case bytes():
            return base64.b64encode(held)
        case datetime():
            return time_text(held)
        case str() | bool() | int():
            return held
        case _:
            text = json.dumps(_json_of(held), sort_keys=True, separators=(",", ":"))
            wrapped = base64.b64encode(text.encode())
            return {"type": held.TYPE_URL, "value": wrapped}


def _json_of(message: Any) -> Struct:
    found: Struct = {"@type": message.TYPE_URL} if hasattr(message, "TYPE_URL") else {}
    for slot in slots_of(type(message)):
        held = getattr(message, slot.attribute)
        if held is None:
            found[slot.name] = None
        elif slot.kind in (Kind.MESSAGE, Kind.ANY):
            found[slot.name] = (
                [_json_of(part) for part in held] if slot.repeated else _json_of(held)
            )
        elif slot.repeated:
            found[slot.name] = [_plain(part) for part in held]
        elif slot.kind in (Kind.BIG_INT, Kind.UINT64, Kind.INT64):
            found[slot.name] = str(held)
        else:
            found[slot.name] = _plain(held)
    return found


def time_text(time: datetime) -> str:
    """Return a time as the chain's JSON spells it: in UTC, with 0, 3 or 6 digits of a second."""
    moment = time.astimezone(UTC)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    digits = f".{moment.microsecond:06}".removesuffix("000").removesuffix(".000")
    return text + digits + "Z"


def _camel_case(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def _hash_struct(name: str, value: Mapping[str, Any], types: Types) -> bytes:
    encoded = _keccak(_encode_type(name, types).encode())
    for field in sorted(types[name]):
        encoded += _encode(types[name][field], value[field], types)
    return _keccak(encoded)


def _encode_type(name: str, types: Types) -> str:
    spelled = ""
    for struct in (name, *sorted(_types_within(name, types) - {name})):
        fields = (f"{types[struct][field]} {field}" for field in sorted(types[struct]))
        spelled += f"{struct}({','.join(fields)})"
    return spelled


def _types_within(name: str, types: Types) -> set[str]:
    found = {name}
    for field in types[name].values():
        inner = field.removesuffix("[]")
        if inner in types and inner not in found:
            found |= _types_within(inner, types)
    return found


def _encode(kind: str, value: Any, types: Types) -> bytes:
    if kind.endswith("[]"):
        return _keccak(b"".join(_encode(kind[:-2], part, types) for part in value))
    if kind in types:
        return _hash_struct(kind, value, types)
    if kind == "string":
        return _keccak(value.encode())
    if kind == "bytes":
        return _keccak(value)
    if kind == "bool":
        return int(value).to_bytes(32, "big")
    assert re.fullmatch(r"u?int\d+", kind)
    return int(value).to_bytes(32, "big", signed=not kind.startswith("u"))


def _keccak(data: bytes) -> bytes:
    digest: bytes = keccak_256(data).digest()
    return digest
