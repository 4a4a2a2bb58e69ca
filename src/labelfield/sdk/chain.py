"""Where a server's contracts are, and the faucet of a development chain; no key is needed."""

from contextlib import closing

from labelfield.api.chain_models import ChainFacts, FaucetRequest
from labelfield.api.models import Empty
from labelfield.protocol.ids import Address
from labelfield.sdk.http import Http

CHAIN_PATH = "/api/chain"
"""Where a server answers for its node, to whoever has none."""


def chain_facts(url: str) -> ChainFacts:
    """Return where the contracts of a server are."""
    with closing(Http(url)) as http:
        return http.get(CHAIN_PATH, ChainFacts)


def ask_faucet(url: str, account: Address) -> None:
    """Have a server give an account coins and test dollars."""
    with closing(Http(url)) as http:
        http.post("/api/faucet", FaucetRequest(address=account), Empty)
