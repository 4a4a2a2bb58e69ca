"""`labelfield mcp`: tools by which an AI agent asks people, over the Model Context Protocol."""

from pathlib import Path
from typing import Annotated

import typer

from labelfield.cli.errors import MissingExtra
from labelfield.cli.money import parse_dollars
from labelfield.cli.wallet import read_key_file


def mcp(
    desk: Annotated[str, typer.Option(help="Address of a desk: `labelfield desk` prints it.")],
    key_file: Annotated[
        Path,
        typer.Option("--key-file", help="The wallet that pays (`labelfield wallet create`)."),
    ],
    password: Annotated[
        str,
        typer.Option(
            envvar="LABELFIELD_PASSWORD",
            help="Password of the key file; set LABELFIELD_PASSWORD.",
        ),
    ],
    budget: Annotated[str, typer.Option(help="Dollars that may be spent in all.")] = "1.00",
) -> None:
    """Serve the tools `ask_people`, `look_up`, `terms` and `budget` on standard input and output.

    An MCP client starts this command. Node and a server of one's own are not needed.
    """
    try:
        from labelfield.mcp.agent import Agent
        from labelfield.mcp.tools import create_tools
    except ImportError as error:
        raise MissingExtra("agents", error) from error
    agent = Agent(desk, read_key_file(key_file, password), parse_dollars(budget))
    create_tools(agent).run("stdio")
