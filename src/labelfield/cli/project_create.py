"""`labelfield project templates` and `create`: from a requester's files to a draft."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.errors import BadConfig, BadOptions
from labelfield.cli.files import make_folder, read_addresses, read_text
from labelfield.cli.money import dollars, parse_dollars
from labelfield.cli.options import JsonOption, KeyFileOption, private_key
from labelfield.cli.places import HomeOption, home_folder, requester_client

if TYPE_CHECKING:
    from labelfield.formats.templates import Template

TemplateOption = Annotated[
    str | None,
    typer.Option(help="Start from a template: its config, instructions, title, price, answers."),
]


def templates(
    name: Annotated[str | None, typer.Argument(help="Print this template's YAML config.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the templates of common jobs, or print one to change it."""
    from labelfield.formats.templates import template
    from labelfield.formats.templates import templates as all_templates

    shown = all_templates() if name is None else (template(name),)
    if as_json:
        typer.echo(json.dumps([_facts(one) for one in shown]))
    elif name is None:
        for one in shown:
            typer.echo(f"{one.name:<22}{dollars(one.price):<8}{one.about}")
    else:
        typer.echo(shown[0].config_yaml, nl=False)


def create(
    tasks: Annotated[
        Path | None,
        typer.Argument(
            help="Tasks: .csv, .jsonl, Label Studio .json, or a folder of files to show; "
            "a template's samples where not given."
        ),
    ] = None,
    template: TemplateOption = None,
    config: Annotated[
        Path | None, typer.Option(help="Labeling config: Label Studio XML, or .yaml.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="What labelers see in the list.")] = None,
    price: Annotated[str | None, typer.Option(help="Dollars an answer, like 0.005.")] = None,
    instructions: Annotated[Path | None, typer.Option(help="A text file for labelers.")] = None,
    gold: Annotated[
        Path | None, typer.Option(help="Right answers of some tasks: .csv or .jsonl, key, label.")
    ] = None,
    key_field: Annotated[str, typer.Option(help="Field that names a task.")] = "key",
    label_field: Annotated[
        str | None, typer.Option(help="Field with the right answer of gold tasks.")
    ] = None,
    minimum: Annotated[int | None, typer.Option(help="Answers a task at least.", min=1)] = None,
    maximum: Annotated[int | None, typer.Option(help="Answers a task at most.", min=1)] = None,
    confidence: Annotated[
        int, typer.Option(help="Confidence × 10000 at which a task closes.", min=1, max=10_000)
    ] = 9_950,
    lease_s: Annotated[int, typer.Option(help="Seconds to answer a task.", min=1)] = 600,
    labelers: Annotated[
        Path | None, typer.Option(help="Whom the tasks are for: a text file, an address a line.")
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Store everything encrypted; needs --labelers.")
    ] = False,
    key_file: KeyFileOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a project's files and have the server prepare it. No money moves yet."""
    from labelfield.protocol.keys import Key
    from labelfield.sdk.draft import Offer, TaskFiles, build_draft, reserve_all, send_draft

    folder = home_folder(home)
    job = _Job(_found(template), config)
    if tasks is None and job.template is None:
        raise BadOptions("name a file or folder of tasks, or a --template for its samples")
    offer = Offer(
        title=title or job.title,
        instructions=read_text(instructions) if instructions else job.instructions,
        config_xml=job.config_xml,
        price=parse_dollars(price) if price else job.price,
        answers_per_task={
            "minimum": minimum or job.minimum,
            "maximum": maximum or job.maximum,
            "target_confidence_bps": confidence,
        },
        scoring={},
        lease_s=lease_s,
        requester=Key(private_key(key_file)).address,
        privacy="private" if private else "public",
    )
    ready = build_draft(offer, TaskFiles(tasks or job.samples, gold, key_field, label_field))
    if labelers is not None:
        ready = reserve_all(ready, read_addresses(labelers))
    accepted = send_draft(requester_client(folder), ready)
    drafts = folder / "drafts"
    make_folder(drafts)
    (drafts / f"{accepted.manifest_hash}.json").write_text(accepted.model_dump_json())
    if as_json:
        typer.echo(accepted.model_dump_json())
        return
    typer.echo(f"draft     {accepted.manifest_hash}")
    typer.echo(f"tasks     {len(ready.draft.tasks)}, gold {len(ready.draft.gold)}")
    typer.echo(f"costs     at most {dollars(accepted.most_that_can_be_spent)}")
    typer.echo(f"next      labelfield project fund {accepted.manifest_hash}")


@dataclass(frozen=True)
class _Job:
    """What a template says where no option does."""

    template: "Template | None"
    config: Path | None

    @property
    def config_xml(self) -> str:
        if self.config is not None:
            return read_config(self.config)
        return self._from_template("--config").config_xml

    @property
    def title(self) -> str:
        return self._from_template("--title").title

    @property
    def price(self) -> int:
        return self._from_template("--price").price

    @property
    def samples(self) -> Path:
        return self._from_template("TASKS").sample_file

    @property
    def instructions(self) -> str:
        return "" if self.template is None else self.template.instructions

    @property
    def minimum(self) -> int:
        return 3 if self.template is None else self.template.minimum

    @property
    def maximum(self) -> int:
        return 7 if self.template is None else self.template.maximum

    def _from_template(self, option: str) -> "Template":
        if self.template is None:
            raise BadOptions(f"{option} is needed, or a --template that says it")
        return self.template


def read_config(file: Path) -> str:
    """Return the XML of a config file, of YAML the XML that it means; raise BadConfig."""
    from labelfield.labeling.config_xml import parse_config
    from labelfield.labeling.config_yaml import parse_yaml_config
    from labelfield.labeling.errors import InvalidConfig
    from labelfield.labeling.write_xml import config_to_xml

    written = read_text(file)
    try:
        if file.suffix.lower() in (".yaml", ".yml"):
            return config_to_xml(parse_yaml_config(written))
        parse_config(written)
    except InvalidConfig as error:
        raise BadConfig(file, error.line, error.problem) from error
    return written


def _found(name: str | None) -> "Template | None":
    from labelfield.formats.templates import template

    return None if name is None else template(name)


def _facts(one: "Template") -> dict[str, object]:
    return {
        "name": one.name,
        "title": one.title,
        "about": one.about,
        "price": one.price,
        "seconds": one.seconds,
        "minimum": one.minimum,
        "maximum": one.maximum,
        "config": one.config_xml,
        "instructions": one.instructions,
    }
