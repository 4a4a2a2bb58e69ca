"""Labeling configs as YAML: what is shown, then what is asked; every error names its line.

Only texts, lists and mappings are read: `yes` stays a word, `1.10` keeps its zero. Anchors,
aliases and tags are refused, so a short text cannot stand for a long one.
"""

from collections.abc import Mapping, Sequence

import yaml

from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_xml import config_of
from labelfield.labeling.errors import ConfigTooLarge, InvalidStructure, MalformedYaml
from labelfield.labeling.parts import Options, Part, Parts, tree_of
from labelfield.labeling.xml_tree import MAX_BYTES, MAX_DEPTH

_SECTIONS = ("headers", "show", "ask", "relations")


def parse_yaml_config(text: str) -> LabelingConfig:
    """Return the config that a YAML text spells; raise InvalidConfig for anything else."""
    return config_of(tree_of(parse_yaml_parts(text)))


def parse_yaml_parts(text: str) -> Parts:
    """Return the parts that a YAML text names, without a check of what they mean."""
    root = _composed(text)
    sections = _mapping(root, "a config has `show` and `ask`")
    for name, node in sections.items():
        if name not in _SECTIONS:
            expected = ", ".join(_SECTIONS)
            raise InvalidStructure(f"{name!r:.60} is none of {expected}", _line(node))
    relations = sections.get("relations")
    return Parts(
        show=[_part(node) for node in _items(sections.get("show"), "show")],
        ask=[_part(node) for node in _items(sections.get("ask"), "ask")],
        headers=_words(sections.get("headers"), "headers"),
        relations=None if relations is None else _words(relations, "relations"),
    )


def _composed(text: str) -> yaml.Node:
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise ConfigTooLarge(f"more than {MAX_BYTES} bytes", line=1)
    try:
        _check_events(text)
        root = yaml.compose(text, yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = getattr(error.problem_mark, "line", 0) + 1
        raise MalformedYaml(str(error.problem), line) from error
    except (yaml.YAMLError, ValueError) as error:
        raise MalformedYaml(str(error).partition("\n")[0], 1) from error
    if root is None:
        raise MalformedYaml("the text is empty; begin with `show:`", 1)
    return root


def _check_events(text: str) -> None:
    """Refuse what could grow while it is read, before anything is built."""
    depth = 0
    for event in yaml.parse(text, yaml.BaseLoader):
        line = getattr(event.start_mark, "line", 0) + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise MalformedYaml("anchors and aliases are not allowed: write it out", line)
        if getattr(event, "tag", None) is not None:
            raise MalformedYaml("tags (!) are not allowed", line)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise ConfigTooLarge(f"lists and mappings nest deeper than {MAX_DEPTH}", line)


def _part(node: yaml.Node) -> Part:
    """Read `text: review`, or `choices: mood` with options beside it."""
    fields = _mapping(node, "expected like `text: review`")
    if not fields:
        raise InvalidStructure("a part is empty: expected like `text: review`", _line(node))
    kind, name = next(iter(fields.items()))
    if not isinstance(name, yaml.ScalarNode):
        raise InvalidStructure(f"{kind!r:.60}: expected its name, like `{kind}: mood`", _line(node))
    options = {key: _options(value) for key, value in list(fields.items())[1:]}
    return Part(kind, name.value, options, _line(node))


def _options(node: yaml.Node) -> Options:
    if isinstance(node, yaml.SequenceNode):
        return [_options(child) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        return {key: _options(value) for key, value in _mapping(node, "").items()}
    text: str = node.value
    return text


def _mapping(node: yaml.Node, expected: str) -> Mapping[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise InvalidStructure(f"not a mapping: {expected}", _line(node))
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise InvalidStructure("a key is a word", _line(key))
        if key.value in found:
            raise InvalidStructure(f"{key.value!r:.60} stands twice", _line(key))
        found[key.value] = value
    return found


def _items(node: yaml.Node | None, name: str) -> Sequence[yaml.Node]:
    if node is None:
        return ()
    if not isinstance(node, yaml.SequenceNode):
        raise InvalidStructure(f"`{name}` is a list: begin each part with `- `", _line(node))
    found: list[yaml.Node] = node.value
    return found


def _words(node: yaml.Node | None, name: str) -> list[str]:
    nodes = _items(node, name)
    for one in nodes:
        if not isinstance(one, yaml.ScalarNode):
            raise InvalidStructure(f"`{name}` is a list of texts", _line(one))
    return [str(one.value) for one in nodes]


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
