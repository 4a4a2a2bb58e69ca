"""A wallet's account at a server: log in by EIP-4361, make and revoke API keys."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from labelfield.api.account_models import (
    Account,
    ApiKeyCreated,
    ApiKeyList,
    ApiKeyRequest,
    Scope,
    SignedIn,
    SignInMessage,
    SignInRequest,
)
from labelfield.api.errors import BadSignIn
from labelfield.api.models import Empty
from labelfield.api.sign_in import parse_sign_in, personal_digest
from labelfield.chain.eip55 import checksummed
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.keys import Key
from labelfield.sdk.errors import WrongSignIn
from labelfield.sdk.http import Http


class AccountClient:
    """One wallet, logged in at one server until it is closed."""

    def __init__(self, url: str, wallet: Key) -> None:
        self._http = Http(url)
        self._http.send_origin()
        message = self._message(wallet)
        signature = hex_of(wallet.sign(personal_digest(message)))
        self.account: Account = self._http.post(
            "/api/login", SignedIn(message=message, signature=signature), Account
        )
        """Who is logged in, and what they may do."""

    def create_key(
        self, name: str, scopes: Sequence[Scope], valid_until_s: int | None = None
    ) -> ApiKeyCreated:
        """Make an API key; its text is told this once."""
        request = ApiKeyRequest(name=name, scopes=list(scopes), valid_until_s=valid_until_s)
        return self._http.post("/api/keys", request, ApiKeyCreated)

    def keys(self) -> ApiKeyList:
        """Return the account's keys."""
        return self._http.get("/api/keys", ApiKeyList)

    def revoke_key(self, identifier: int) -> None:
        """Make a key worthless."""
        self._http.delete(f"/api/keys/{identifier}", Empty)

    def close(self) -> None:
        """Log out and end the connection."""
        self._http.delete("/api/login", Empty)
        self._http.close()

    def _message(self, wallet: Key) -> str:
        """Return the server's message; raise WrongSignIn for one that is not for this login."""
        request = SignInRequest(address=checksummed(wallet.address))
        text = self._http.post("/api/login/message", request, SignInMessage).message
        try:
            message = parse_sign_in(text)
        except BadSignIn as error:
            raise WrongSignIn(str(error)) from error
        site = urlsplit(self._http.url)
        if message.domain != site.netloc or message.address != request.address:
            raise WrongSignIn(f"it is for {message.address} at {message.domain}")
        return text
