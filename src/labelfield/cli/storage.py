"""`labelfield storage`: look into stores, move files and projects, say what it costs."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from labelfield.cli.files import read_bytes, write_whole
from labelfield.cli.keys import KeysOption, write_keys
from labelfield.cli.places import HomeOption, home_folder
from labelfield.cli.stores import Place, open_place, operators_ring, writing_store
from labelfield.cli.telling import JsonOption, tell

app = typer.Typer(
    help="Stores: list, put, get, describe, hash, mirror, price.", no_args_is_help=True
)

PlaceArgument = Annotated[
    str, typer.Argument(metavar="PLACE", help="A project's number, or a bucket's name.")
]
NameArgument = Annotated[str, typer.Argument(help="The object's name.")]
StoreOption = Annotated[
    str | None, typer.Option(help="Another store's address, instead of the project's or home's.")
]


@app.command("ls")
def list_objects(
    place: PlaceArgument,
    prefix: Annotated[str, typer.Option(help="Only names that begin so.")] = "",
    store: StoreOption = None,
    keys: KeysOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the objects of a project or a bucket, with their sizes."""
    opened = open_place(home_folder(home), Place(place, store, keys))
    found = {name: opened.size(name) for name in opened.names(prefix)}
    if as_json:
        typer.echo(json.dumps(found))
        return
    for name, size in found.items():
        typer.echo(f"{size:>14,}  {name}")


@app.command()
def put(
    place: PlaceArgument,
    file: Annotated[Path, typer.Argument(help="The file to keep.")],
    name: Annotated[str | None, typer.Option(help="Its name; the file's where not set.")] = None,
    store: StoreOption = None,
    keys: KeysOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep a file as an object; the same bytes again change nothing, others are refused."""
    opened = open_place(home_folder(home), Place(place, store, keys))
    opened.put(name or file.name, read_bytes(file))
    kept = f"{opened.bucket}/{name or file.name}"
    tell(as_json, {"object": kept}, kept)


@app.command()
def get(
    place: PlaceArgument,
    name: NameArgument,
    out: Annotated[Path, typer.Option(help="File to write.")],
    store: StoreOption = None,
    keys: KeysOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write an object to a file, checked against what its store and its name promise."""
    opened = open_place(home_folder(home), Place(place, store, keys))
    data = opened.get(name)
    write_whole(out, [data])
    tell(as_json, {"bytes": len(data), "file": str(out)}, f"{len(data):,} bytes in {out}")


@app.command()
def head(
    place: PlaceArgument,
    name: NameArgument,
    store: StoreOption = None,
    keys: KeysOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what a store knows of an object, without fetching it."""
    found = open_place(home_folder(home), Place(place, store, keys)).described(name)
    if as_json:
        typer.echo(json.dumps(found))
        return
    for key, value in found.items():
        for line in value if isinstance(value, list) else [value]:
            typer.echo(f"{key:<10}{line}")


@app.command()
def checksum(
    file: Annotated[Path, typer.Argument(help="The file to hash.")], as_json: JsonOption = False
) -> None:
    """Print a file's seven Greenfield checksums."""
    from labelfield.cli.files import opened_file
    from labelfield.storage.greenfield.checksums import checksums_of

    with opened_file(file) as source:
        found = [digest.hex() for digest in checksums_of(source)]
    typer.echo(json.dumps(found) if as_json else "\n".join(found))


@app.command()
def mirror(
    place: PlaceArgument,
    target: Annotated[str, typer.Argument(help="The store to copy into, like folder:PATH.")],
    store: StoreOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy a whole project to another store and compare every object; a second run goes on.

    Private projects are copied as they lie, encrypted: no key is needed.
    """
    from labelfield.storage.mirror import mirror as copy

    opened = open_place(home_folder(home), Place(place, store, None))
    into = writing_store(home_folder(home), target)
    done = copy(opened.store, into, opened.bucket, _tell_name)
    tell(
        as_json,
        asdict(done) | {"store": target, "bucket": opened.bucket},
        f"{done.objects} objects, {done.size:,} bytes, {done.copied} of them new, "
        f"all as in the source: {target} {opened.bucket}",
    )


@app.command()
def cost(
    files: Annotated[list[Path], typer.Argument(help="Files that would be uploaded.")],
    bnb_usd: Annotated[
        float | None, typer.Option(help="Dollars for one BNB; without it only BNB are named.")
    ] = None,
    store: StoreOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what uploading files to Greenfield would cost, at the prices of its chain now."""
    from labelfield.cli.storage_cost import estimated, sentences

    found = estimated(home_folder(home), store, [*files])
    typer.echo(json.dumps(found) if as_json else sentences(found, bnb_usd))


@app.command("keys")
def private_keys(
    project: Annotated[int, typer.Argument(help="The private project's number.", min=1)],
    out: Annotated[Path, typer.Option(help="New file to write.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a private project's keys to a file, for its requester or an auditor."""
    write_keys(out, operators_ring(home_folder(home), project))
    sentence = f"{out} opens project {project}: keep it as you keep its data"
    tell(as_json, {"project": project, "file": str(out)}, sentence)


def _tell_name(name: str) -> None:
    typer.echo(f"  {name}", err=True)
