"""Templates of common jobs: config, instructions, sample tasks and a suggested price."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from labelfield.formats.errors import UnknownTemplate
from labelfield.formats.tasks import ImportedTask, TaskSource, read_tasks
from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_yaml import parse_yaml_config
from labelfield.labeling.write_xml import config_to_xml

_FOLDER = Path(__file__).parent / "template_files"
_UNITS = 1_000_000


@dataclass(frozen=True, slots=True)
class Template:
    """One common job, ready to be changed."""

    name: str
    title: str
    """What labelers see in the list."""

    about: str
    """What requesters use it for."""

    config: LabelingConfig
    config_yaml: str
    instructions: str
    price: int
    """Suggested units (10⁻⁶ dollar) an answer: at least nine dollars an hour."""

    seconds: int
    """About how long an answer takes."""

    minimum: int
    maximum: int
    """Answers a task."""

    tasks: tuple[ImportedTask, ...]
    """Samples, with the files that they show."""

    @property
    def config_xml(self) -> str:
        """The config as Label Studio spells it."""
        return config_to_xml(self.config)

    @property
    def sample_file(self) -> Path:
        """The samples as a requester would hand them in."""
        return _FOLDER / self.name / "tasks.jsonl"


def template_names() -> tuple[str, ...]:
    """Return the names of all templates, sorted."""
    return tuple(sorted(folder.name for folder in _FOLDER.iterdir() if folder.is_dir()))


def templates() -> tuple[Template, ...]:
    """Return all templates, by name."""
    return tuple(map(template, template_names()))


@lru_cache
def template(name: str) -> Template:
    """Return one template; raise UnknownTemplate."""
    if name not in template_names():
        raise UnknownTemplate(name, template_names())
    folder = _FOLDER / name
    written = (folder / "config.yaml").read_text(encoding="utf-8")
    config = parse_yaml_config(written)
    facts: Mapping[str, str] = yaml.load(
        (folder / "template.yaml").read_text(encoding="utf-8"),
        yaml.BaseLoader,  # noqa: S506 - texts only, and our own file
    )
    return Template(
        name=name,
        title=facts["title"],
        about=facts["about"],
        config=config,
        config_yaml=written,
        instructions=(folder / "instructions.txt").read_text(encoding="utf-8"),
        price=_units(facts["price"]),
        seconds=int(facts["seconds"]),
        minimum=int(facts["minimum"]),
        maximum=int(facts["maximum"]),
        tasks=tuple(read_tasks(TaskSource(folder / "tasks.jsonl", config))),
    )


def _units(dollars: str) -> int:
    """Return units for dollars of at most six decimals, without a float between."""
    whole, _, fraction = dollars.partition(".")
    return int(whole) * _UNITS + int(fraction.ljust(6, "0"))
