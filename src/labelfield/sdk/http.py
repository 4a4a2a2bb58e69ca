"""One HTTP connection to a server; refusals become errors, answers become wire models."""

import ssl
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from labelfield.api.models import RefusalResponse
from labelfield.sdk.errors import Refused, ServerUnreachable

Model = TypeVar("Model", bound=BaseModel)
TIMEOUT_S = 30.0
MAY_BE_REPEATED = (429, 503)
PAUSES_S = (0.1, 0.2, 0.4, 0.8, 1.6, 3.0, 3.0, 3.0, 3.0, 3.0)
"""Waits before a request is repeated: about 18 seconds in all."""


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """One context for all connections: making one reads every root certificate."""
    return ssl.create_default_context()


class Http:
    """Requests to one server."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._client = httpx.Client(
            base_url=self.url, timeout=TIMEOUT_S, trust_env=False, verify=_tls()
        )
        self._headers: dict[str, str] = {}

    def authorize(self, token: str) -> None:
        """Send `token` with every request from now on."""
        self._headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, model: type[Model]) -> Model:
        """Return the answer to GET."""
        return self._ask("GET", path, model)

    def post(
        self,
        path: str,
        body: BaseModel | dict[str, Any],
        model: type[Model],
        timeout_s: float = TIMEOUT_S,
    ) -> Model:
        """Return the answer to POST."""
        content = body.model_dump() if isinstance(body, BaseModel) else body
        return self._ask("POST", path, model, json=content, timeout=timeout_s)

    def put(self, path: str, data: bytes, model: type[Model]) -> Model:
        """Return the answer to PUT."""
        return self._ask("PUT", path, model, content=data)

    def put_json(self, path: str, body: BaseModel, model: type[Model]) -> Model:
        """Return the answer to PUT of a message."""
        return self._ask("PUT", path, model, json=body.model_dump())

    def lines(self, path: str) -> Iterator[bytes]:
        """Yield the lines of a stream; raise ServerUnreachable where it breaks off.

        It is not asked for again: who reads has seen a part of it already.
        """
        try:
            with self._client.stream("GET", path, headers=self._headers) as response:
                if not response.is_success:
                    response.read()
                    raise self._refused(response)
                rest = b""
                for piece in response.iter_bytes():
                    *whole, rest = (rest + piece).split(b"\n")
                    yield from whole
        except httpx.HTTPError as error:
            raise ServerUnreachable(self.url, error or type(error).__name__) from error

    def delete(self, path: str, model: type[Model]) -> Model:
        """Return the answer to DELETE."""
        return self._ask("DELETE", path, model)

    def send_origin(self) -> None:
        """Name the server's own site with every request, as its page does: cookies need it."""
        self._headers["Origin"] = self.url

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def _ask(self, method: str, path: str, model: type[Model], **body: Any) -> Model:
        """Every request of ours may be repeated, so silence, 429 and 503 are waited out."""
        patience = iter(PAUSES_S)
        while True:
            try:
                return self._ask_once(method, path, model, **body)
            except ServerUnreachable:
                pause_s = next(patience, None)
                if pause_s is None:
                    raise
            except Refused as refused:
                pause_s = next(patience, None) if refused.status in MAY_BE_REPEATED else None
                if pause_s is None:
                    raise
            time.sleep(pause_s)

    def _ask_once(self, method: str, path: str, model: type[Model], **body: Any) -> Model:
        try:
            response = self._client.request(method, path, headers=self._headers, **body)
        except httpx.HTTPError as error:
            raise ServerUnreachable(self.url, error or type(error).__name__) from error
        if not response.is_success:
            raise self._refused(response)
        try:
            return model.model_validate_json(response.content)
        except ValidationError as error:
            raise ServerUnreachable(self.url, f"{response.status_code}, {error}") from error

    def _refused(self, response: httpx.Response) -> Refused:
        try:
            refusal = RefusalResponse.model_validate_json(response.content).error
        except ValidationError as error:
            raise ServerUnreachable(self.url, f"{response.status_code}, {error}") from error
        return Refused(response.status_code, refusal.code, refusal.message, refusal.details)
