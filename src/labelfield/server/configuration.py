"""Settings from a file, the environment and flags, in rising order: read once, checked, frozen."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from ipaddress import ip_network
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from labelfield.server.errors import BadSetting
from labelfield.server.settings import Settings

FILE = "labelfield.toml"
"""Its name in the home, where no other is given."""
PREFIX = "LABELFIELD_"
_NOT_CONFIGURED = ("home", "storage_key")
"""They come with the home and from the account's own secret."""


def read_settings(
    home: Path,
    environ: Mapping[str, str],
    flags: Mapping[str, Any],
    file: Path | None = None,
    storage_key: bytes | None = None,
    usual: Mapping[str, Any] = {},
) -> Settings:
    """Return the settings of a server on a home; flags that are None were not given.

    `usual` stands in for defaults of `Settings`, where a command has its own.
    """
    known = _known()
    values = dict(usual)
    values |= _of_file(home / FILE if file is None else file, required=file is not None)
    for name in known:
        text = environ.get(PREFIX + name.upper())
        if text:
            values[name] = _from_text(name, text, known[name])
    for name, value in flags.items():
        if value is not None:
            values[name] = _allowed(f"--{name.replace('_', '-')}", name, value, known[name])
    if "settle_by_s" in values and "due_margin_s" not in values:
        values["due_margin_s"] = max(values["settle_by_s"] // 4, 2)
    _check_networks(values.get("proxies", ()))
    return Settings(home=home, storage_key=storage_key, **values)


def _known() -> dict[str, Any]:
    hints = get_type_hints(Settings)
    return {
        field.name: hints[field.name]
        for field in fields(Settings)
        if field.name not in _NOT_CONFIGURED
    }


def _of_file(path: Path, *, required: bool) -> dict[str, Any]:
    if not path.exists() and not required:
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadSetting(str(path), "the file", str(error)) from error
    known = _known()
    for name, value in found.items():
        if name not in known:
            raise BadSetting(str(path), name, f"there is no such setting: {', '.join(known)}")
        found[name] = _checked(str(path), name, value, known[name])
    return found


def _checked(where: str, name: str, value: Any, wanted: Any) -> Any:
    """Return a value of a file in the setting's type; refuse any other."""
    kind = _plain(wanted)
    if kind is tuple and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    if kind is float and type(value) is int:
        return float(value)
    if kind is not tuple and type(value) is kind:
        return _allowed(where, name, value, wanted)
    raise BadSetting(where, name, f"{value!r:.80} is not of the kind {kind.__name__}")


def _from_text(name: str, text: str, wanted: Any) -> Any:
    """Return what an environment variable says."""
    where, kind = PREFIX + name.upper(), _plain(wanted)
    if kind is tuple:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    try:
        return _allowed(where, name, kind(text), wanted)
    except ValueError as error:
        raise BadSetting(where, name, f"{text!r:.80} is no {kind.__name__}") from error


def _allowed(where: str, name: str, value: Any, wanted: Any) -> Any:
    """Refuse words that are not among a setting's, and numbers below nothing."""
    words = get_args(wanted) if isinstance(value, str) else ()
    choices = [word for word in words if isinstance(word, str)]
    if choices and value not in choices:
        raise BadSetting(where, name, f"{value!r:.80} is none of {', '.join(choices)}")
    if isinstance(value, int | float) and value < 0:
        raise BadSetting(where, name, f"{value} is below 0")
    return value


def _check_networks(proxies: Iterable[str]) -> None:
    """Refuse a proxy that is no address: nothing would ever come from it."""
    for each in proxies:
        try:
            ip_network(each)
        except ValueError as error:
            raise BadSetting("the settings", "proxies", f"{error}: name addresses") from error


def _plain(wanted: Any) -> type:
    """Return the class of a setting's values, without None."""
    origin = get_origin(wanted)
    if origin in (Union, UnionType):
        [wanted] = [each for each in get_args(wanted) if each is not type(None)]
        return _plain(wanted)
    if origin is tuple:
        return tuple
    if origin is not None:  # words
        return str
    assert isinstance(wanted, type)
    return wanted
