"""Routes by which pages reach the chain and the public store."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse

from labelfield.api.chain_models import (
    ChainFacts,
    ChainFailure,
    ChainQuestion,
    ChainResult,
    FaucetRequest,
)
from labelfield.api.models import Empty
from labelfield.protocol.ids import Address
from labelfield.server import node, public_objects
from labelfield.server.careful_json import CarefulRoute
from labelfield.server.context import Coordinator
from labelfield.server.dependencies import coordinator_of
from labelfield.server.rate_limit import charge

chain_routes = APIRouter(tags=["anyone"], route_class=CarefulRoute)

Shared = Annotated[Coordinator, Depends(coordinator_of)]


@chain_routes.get("/chain")
def chain(coordinator: Shared) -> ChainFacts:
    """Return where the contracts are."""
    return node.chain_facts(coordinator)


@chain_routes.post("/chain")
def ask(coordinator: Shared, request: ChainQuestion, asking: Request) -> ChainResult | ChainFailure:
    """Ask this server's node, for pages without one of their own."""
    charge(asking.scope, node.COSTS.get(request.method, 1) - 1)
    return node.ask_node(coordinator, request)


@chain_routes.post("/faucet")
def faucet(coordinator: Shared, request: FaucetRequest) -> Empty:
    """Give play money, on the development chain alone."""
    node.give_play_money(coordinator, Address(request.address))
    return Empty()


@chain_routes.get("/store/{bucket}/{name}")
def stored(coordinator: Shared, bucket: str, name: str) -> Response:
    """Return a public object of a project, byte for byte."""
    found = public_objects.public_object(coordinator, bucket, name)
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Content-Disposition": "attachment",
        "Content-Length": str(found.size),
    }
    return StreamingResponse(found.pieces, media_type="application/octet-stream", headers=headers)
