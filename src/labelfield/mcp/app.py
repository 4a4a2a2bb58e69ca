"""The desk's HTTP interface: docs/agents.md says what each route is for."""

from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

import labelfield
from labelfield.api.question_models import DeskTerms, QuestionRequest, QuestionStatus
from labelfield.chain.errors import ChainError
from labelfield.mcp.desk import Desk
from labelfield.mcp.errors import BadQuestion, NoMeans, PaymentRefused, UnknownQuestion
from labelfield.mcp.payments import (
    PAYMENT_REQUIRED_HEADER,
    PAYMENT_SIGNATURE_HEADER,
    parse_payment,
)
from labelfield.protocol.errors import MalformedId
from labelfield.protocol.ids import parse_hash32
from labelfield.server.careful_json import CarefulRoute
from labelfield.server.middleware import FixedHeaders, LargestBody

LARGEST_BODY = 32 * 1024 * 1024
_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}

routes = APIRouter(route_class=CarefulRoute)


def create_desk_app(desk: Desk) -> FastAPI:
    """Return the application of one desk."""
    app = FastAPI(title="Labelfield question desk", version=labelfield.__version__)
    app.state.desk = desk
    app.include_router(routes)
    app.add_exception_handler(BadQuestion, _bad_question)
    app.add_exception_handler(UnknownQuestion, _unknown)
    app.add_exception_handler(MalformedId, _unknown)
    app.add_exception_handler(NoMeans, _no_means)
    app.add_exception_handler(ChainError, _chain_failed)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http_error)
    refusal = _error(413, f"A body may have {LARGEST_BODY} bytes.")
    app.add_middleware(LargestBody, largest=LARGEST_BODY, refusal=refusal)
    app.add_middleware(FixedHeaders, headers=_HEADERS, others={})
    return app


@routes.get("/")
def terms(request: Request) -> DeskTerms:
    """Return what the desk takes, in which token, and its limits."""
    return _desk(request).terms


@routes.post("/questions", responses={402: {"description": "pay, by x402"}})
def ask(
    request: Request,
    question: QuestionRequest,
    payment: Annotated[str | None, Header(alias=PAYMENT_SIGNATURE_HEADER)] = None,
) -> Any:
    """Ask a question: 402 with the price, or, with the payment, how far it is."""
    desk = _desk(request)
    if payment is None:
        return _invoice(desk, question, request, "Pay to have the question answered.")
    try:
        return desk.ask(question, parse_payment(payment))
    except PaymentRefused as refused:
        return _invoice(desk, question, request, str(refused))


@routes.get("/questions/{identity}")
def look_up(request: Request, identity: str) -> QuestionStatus:
    """Return how far a question is; its id came with the payment."""
    return _desk(request).status(parse_hash32(identity))


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _invoice(desk: Desk, question: QuestionRequest, request: Request, error: str) -> Response:
    body, header = desk.invoice(question, str(request.url), error)
    return JSONResponse(body, 402, {PAYMENT_REQUIRED_HEADER: header})


def _error(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status_code=status)


def _bad_question(_: Request, error: Exception) -> JSONResponse:
    return _error(400, str(error))


def _unknown(_: Request, error: Exception) -> JSONResponse:
    return _error(404, str(error))


def _no_means(_: Request, error: Exception) -> JSONResponse:
    return _error(503, str(error))


def _chain_failed(_: Request, error: Exception) -> JSONResponse:
    return _error(503, f"The chain does not do its part; nothing is lost: {error}")


def _malformed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return _error(400, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")


def _http_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return _error(error.status_code, str(error.detail))
