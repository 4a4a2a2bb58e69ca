"""Gas for new keys on the development chain, where it costs nothing."""

from labelfield.chain.anvil import CHAIN_ID
from labelfield.chain.rpc import Rpc
from labelfield.protocol.ids import Address
from labelfield.sdk.chain import CHAIN_PATH, ask_faucet

ENOUGH_WEI = 10**18


def give_development_gas(rpc_url: str, account: Address) -> None:
    """Give an account without coins some, if this is a development chain."""
    rpc = Rpc(rpc_url)
    if rpc.ask_int("eth_chainId") != CHAIN_ID:
        return
    if rpc.ask_int("eth_getBalance", account, "latest"):
        return
    if rpc_url.endswith(CHAIN_PATH):
        ask_faucet(rpc_url.removesuffix(CHAIN_PATH), account)
    else:
        rpc.ask("anvil_setBalance", account, hex(ENOUGH_WEI))
