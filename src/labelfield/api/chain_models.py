"""What travels between a requester's page and the chain, and what it says of a project's files."""

from typing import Annotated, Any, Literal

from pydantic import Field

from labelfield.api.models import DraftGold, DraftTask, HexAddress, Wire

MOST_IMPORTED = 12 * 1024 * 1024


class ChainFacts(Wire):
    """Where the contracts are, for whoever reads or writes the chain without this server."""

    chain_id: int
    pool: HexAddress
    registry: HexAddress
    token: HexAddress
    deposits: HexAddress | None
    first_block: int
    store: str
    faucet: bool


class ChainQuestion(Wire):
    """One JSON-RPC request."""

    jsonrpc: Literal["2.0"]
    id: int
    method: str
    params: list[Any]


class ChainError(Wire):
    """Why a node refuses."""

    code: int
    message: str


class ChainResult(Wire):
    """What a node answers."""

    jsonrpc: Literal["2.0"]
    id: int
    result: Any


class ChainFailure(Wire):
    """That a node does not."""

    jsonrpc: Literal["2.0"]
    id: int
    error: ChainError


class FaucetRequest(Wire):
    """Who wants play money."""

    address: HexAddress


class ImportedFile(Wire):
    """A file of tasks or of gold."""

    name: Annotated[str, Field(min_length=1, max_length=300)]
    content: Annotated[str, Field(max_length=MOST_IMPORTED)]


class ImportRequest(Wire):
    """A requester's files, media uploaded before: `media` is their names by their paths."""

    config: Annotated[str, Field(max_length=100_000)]
    tasks: ImportedFile | None
    gold: ImportedFile | None
    media: dict[str, str]
    key_field: Annotated[str, Field(min_length=1, max_length=200)] = "key"
    label_field: Annotated[str, Field(min_length=1, max_length=200)] | None = None


class Imported(Wire):
    """Tasks and gold as a draft takes them."""

    tasks: list[DraftTask]
    gold: list[DraftGold]
