"""Requesters in tests: they log in by wallet and ask with a cookie."""

from dataclasses import dataclass
from typing import Any

import httpx

from labelfield.api.sign_in import personal_digest
from labelfield.chain.eip55 import checksummed
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Address
from labelfield.protocol.keys import Key
from tests.server.world import World


@dataclass(frozen=True, slots=True)
class Browser:
    """Somebody who is logged in, on the site's own page."""

    world: World
    address: Address
    cookie: str

    def ask(self, method: str, path: str, **body: Any) -> httpx.Response:
        """Ask like the page does."""
        headers = {"Cookie": self.cookie, "Origin": self.world.url}
        return self.world.http.request(method, path, headers=headers, **body)

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        return self.ask("GET", path, params=parameters or None)

    def post(self, path: str, body: object = None) -> httpx.Response:
        return self.ask("POST", path, json=body)

    def delete(self, path: str) -> httpx.Response:
        return self.ask("DELETE", path)


def message_for(world: World, wallet: Key) -> str:
    """Return the text that the server wants signed."""
    request = {"address": checksummed(wallet.address)}
    response = world.http.post("/api/login/message", json=request)
    assert response.status_code == 200, response.text
    text: str = response.json()["message"]
    return text


def signed(wallet: Key, text: str) -> dict[str, str]:
    """Return the login with a text signed by a wallet."""
    return {"message": text, "signature": hex_of(wallet.sign(personal_digest(text)))}


def log_in(world: World, wallet: Key) -> Browser:
    """Log in and return the browser."""
    response = world.http.post("/api/login", json=signed(wallet, message_for(world, wallet)))
    assert response.status_code == 200, response.text
    world.http.cookies.clear()
    [(name, value)] = response.cookies.items()
    return Browser(world, wallet.address, f"{name}={value}")
