"""Gas for new keys on the development chain, where it costs nothing."""

from labelfield.chain.anvil import CHAIN_ID
from labelfield.chain.rpc import Rpc
from labelfield.protocol.ids import Address

ENOUGH_WEI = 10**18


def give_development_gas(rpc_url: str, account: Address) -> None:
    """Give an account without coins some, if this is a development chain."""
    rpc = Rpc(rpc_url)
    if rpc.ask_int("eth_chainId") == CHAIN_ID and not rpc.ask_int(
        "eth_getBalance", account, "latest"
    ):
        rpc.ask("anvil_setBalance", account, hex(ENOUGH_WEI))
