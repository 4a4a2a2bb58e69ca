"""What a command found or did: a sentence for people, one JSON document for scripts."""

import json
from collections.abc import Mapping
from typing import Annotated

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def tell(as_json: bool, facts: Mapping[str, object], sentence: str) -> None:
    """Print the facts as JSON, or else the sentence."""
    typer.echo(json.dumps(facts) if as_json else sentence)
