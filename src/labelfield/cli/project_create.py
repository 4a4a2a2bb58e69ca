"""`labelfield project templates` and `create`: from a requester's files to a draft."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.errors import BadConfig, BadOptions
from labelfield.cli.files import make_folder, read_addresses, read_text
from labelfield.cli.money import dollars
from labelfield.cli.options import JsonOption, KeyFileOption, WalletOption, requester_account
from labelfield.cli.places import HomeOption, deployed, home_folder, requester_client
from labelfield.protocol.ids import ZERO_ADDRESS, Address
from labelfield.requesting.errors import NotDeployed

if TYPE_CHECKING:
    from labelfield.formats.templates import Template
    from labelfield.sdk.draft import Offer, TaskCount
    from labelfield.sdk.requester import Requester

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
        str | None,
        typer.Argument(
            help="Tasks: .csv, .jsonl, .parquet, .json (Label Studio, COCO) or a folder, here or "
            "at an address (s3://, greenfield://, https://); a template's samples where not given."
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
    predictions: Annotated[
        bool, typer.Option(help="Show labelers what a model or an older dataset says.")
    ] = True,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything, say cost and duration, and stop.")
    ] = False,
    key_file: KeyFileOption = None,
    wallet: WalletOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a project's files and have the server prepare it. No money moves yet."""
    from labelfield.requesting.offer import Wanted, offer_of
    from labelfield.requesting.references import at_hand
    from labelfield.sdk.draft import TaskFiles, build_draft, count_tasks, reserve_all, send_draft

    folder = home_folder(home)
    if tasks is None and template is None:
        raise BadOptions("name a file or folder of tasks, or a --template for its samples")
    wanted = Wanted(
        template=template,
        config=None if config is None else read_config(config),
        title=title,
        price=price,
        instructions=read_text(instructions) if instructions else None,
        minimum=minimum,
        maximum=maximum,
        confidence_bps=confidence,
        lease_s=lease_s,
    )
    offer = offer_of(wanted, _requester(folder, key_file, wallet))
    offer = replace(offer, privacy="private" if private else "public")
    with at_hand(tasks if tasks is not None else _samples(str(template))) as (where, elsewhere):
        files = TaskFiles(where, gold, key_field, label_field, predictions, elsewhere=elsewhere)
        if dry_run:
            found = count_tasks(offer, files)
            _tell_quote(requester_client(folder), offer, found, as_json)
            _warn(found.tasks, offer)
            return
        ready = build_draft(offer, files)
    if labelers is not None:
        ready = reserve_all(ready, read_addresses(labelers))
    accepted = send_draft(requester_client(folder), ready)
    drafts = folder / "drafts"
    make_folder(drafts)
    (drafts / f"{accepted.manifest_hash}.json").write_text(accepted.model_dump_json())
    _warn(ready.tasks, offer)
    if as_json:
        typer.echo(accepted.model_dump_json())
        return
    typer.echo(f"draft     {accepted.manifest_hash}")
    typer.echo(f"tasks     {ready.tasks}, gold {len(ready.draft.gold)}")
    typer.echo(f"costs     at most {dollars(accepted.most_that_can_be_spent)}")
    typer.echo(f"next      labelfield project fund {accepted.manifest_hash}")


def _requester(folder: Path, key_file: Path | None, wallet: str | None) -> Address:
    """Return whose project it will be; nobody's where no server is known, as nothing is sent then.

    So files are checked to their end also where the server is what is missing.
    """
    try:
        known = deployed(folder)
    except NotDeployed:
        return ZERO_ADDRESS
    return requester_account(known, key_file, wallet).address


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


def _samples(name: str) -> Path:
    from labelfield.formats.templates import template

    return template(name).sample_file


def _warn(tasks: int, offer: "Offer") -> None:
    from labelfield.requesting.advice import advice

    for sentence in advice(tasks, offer.scoring):
        typer.echo(f"warning: {sentence}", err=True)


def _tell_quote(client: "Requester", offer: "Offer", count: "TaskCount", as_json: bool) -> None:
    """Say what a project would cost and how long it would take; nothing was sent."""
    from labelfield.requesting.job import QuoteTerms, quote_of

    terms = QuoteTerms(offer.config_xml, offer.price, offer.answers_per_task)
    found = quote_of(client, terms, count.tasks)
    if as_json:
        typer.echo(found.model_dump_json())
        return
    typer.echo(f"tasks     {count.tasks}, gold {count.gold}, all usable")
    appeals = f"{dollars(found.appeals_spend)} of it for answers that appeals ask for"
    typer.echo(f"costs     at most {dollars(found.largest_spend)} ({appeals}), probably "
               f"{dollars(found.expected_spend)}")  # fmt: skip
    typer.echo(f"right     about {found.expected_accuracy_percent:.1f}% of labels")
    hours = found.expected_duration_s and f"about {found.expected_duration_s / 3600:.1f} hours"
    typer.echo(f"takes     {hours or 'not known yet: nobody labeled here lately'}")
    typer.echo("nothing was sent, no money moved")


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
