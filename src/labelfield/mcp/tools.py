"""The MCP server: tools by which an agent asks people, within the budget of one wallet.

Model Context Protocol: https://modelcontextprotocol.io, by its Python SDK.
"""

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field, ValidationError

import labelfield
from labelfield.api.question_models import DeskTerms, QuestionItem, QuestionRequest, QuestionStatus
from labelfield.mcp.agent import Agent
from labelfield.mcp.errors import BadQuestion, DeskError

INSTRUCTIONS = (
    "Ask people. `ask_people` puts one question about some texts or image files to several people "
    "each, waits, and returns the likeliest choice with its probability and a proof that anybody "
    "can recompute. It costs at most items × answers × price plus the fees that `terms` names; "
    "what is not answered or not earned is paid back."
)


def create_tools(agent: Agent) -> MCPServer:
    """Return the MCP server of one agent."""
    server: MCPServer = MCPServer(
        "labelfield", instructions=INSTRUCTIONS, version=labelfield.__version__, log_level="WARNING"
    )

    @server.tool()
    async def ask_people(
        question: Annotated[str, Field(description="What people are asked about each item.")],
        choices: Annotated[list[str], Field(description="What they choose from, two or more.")],
        context: Context,
        texts: Annotated[list[str] | None, Field(description="The items, as texts.")] = None,
        images: Annotated[
            list[str] | None, Field(description="The items, as paths of image files instead.")
        ] = None,
        price_units: Annotated[
            int, Field(description="Pay for one answer, in millionths of a dollar.", ge=1)
        ] = 10_000,
        answers: Annotated[int, Field(description="People an item.", ge=1)] = 3,
        deadline_s: Annotated[int, Field(description="Seconds to wait at most.", ge=1)] = 600,
    ) -> QuestionStatus:
        """Ask people a question with choices about texts or images, and wait for the answers."""

        async def tell(found: QuestionStatus) -> None:
            await context.report_progress(found.given, found.wanted, f"question {found.id}")

        with _said():
            items = _items(texts, images)
            request = _request(question, choices, items, price_units, answers, deadline_s)
            return await agent.wait(await agent.ask(request), tell)

    @server.tool()
    async def look_up(
        identity: Annotated[str, Field(description="The question's id.")],
    ) -> QuestionStatus:
        """Return how far a question is that was asked before."""
        with _said():
            return await agent.look_up(identity)

    @server.tool()
    async def terms() -> DeskTerms:
        """Return fees, limits, and the token in which questions are paid."""
        with _said():
            return await agent.terms()

    @server.tool()
    async def budget() -> dict[str, int]:
        """Return how much this agent may still spend, in millionths of a dollar."""
        return {"left": agent.left}

    return server


@contextmanager
def _said() -> Iterator[None]:
    """Hand what we raise on purpose to the agent, in its own words."""
    try:
        yield
    except DeskError as error:
        raise ToolError(str(error)) from error


def _items(texts: Sequence[str] | None, images: Sequence[str] | None) -> list[dict[str, Any]]:
    if bool(texts) == bool(images):
        raise BadQuestion("give texts or images, and not both")
    if texts:
        return [{"key": f"{place}", "text": text} for place, text in enumerate(texts)]
    return [
        {"key": f"{place}", "image": _read(Path(path))} for place, path in enumerate(images or ())
    ]


def _read(path: Path) -> str:
    try:
        return base64.b64encode(path.read_bytes()).decode()
    except OSError as error:
        raise BadQuestion(f"{path}: {error.strerror}") from error


def _request(
    question: str,
    choices: list[str],
    items: list[dict[str, Any]],
    price: int,
    answers: int,
    deadline_s: int,
) -> QuestionRequest:
    try:
        return QuestionRequest(
            question=question,
            choices=choices,
            items=[QuestionItem(**item) for item in items],
            price=price,
            answers=answers,
            deadline_s=deadline_s,
        )
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BadQuestion(f"{place}: {first['msg']}") from error
