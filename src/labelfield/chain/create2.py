"""Contracts whose address follows from their code: the deterministic deployment proxy (CREATE2).

The proxy takes a salt and creation code and deploys the code at an address that is the same for
whoever sends it, on whichever chain. It was itself deployed by a transaction that nobody's key
signed, so that it is the same everywhere too:
https://github.com/Arachnid/deterministic-deployment-proxy
"""

from dataclasses import dataclass

from labelfield.chain.calls import Call
from labelfield.chain.errors import NodeRefused, ProxyMissing
from labelfield.chain.rpc import Rpc
from labelfield.protocol.hashes import bytes_of, keccak
from labelfield.protocol.ids import Address

PROXY = Address("0x4e59b44847b379578588920ca78fbf26c0b4956c")
PROXY_CODE = bytes.fromhex(
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234"
    "f58015156039578182fd5b8082525050506014600cf3"
)

_PROXY_SENDER = Address("0x3fab184622dc19b6109349b94811493bf2a45362")
_PROXY_SENDER_NEEDS_WEI = 10**16
_PROXY_TRANSACTION = (
    "0xf8a58085174876e800830186a08080b853604580600e600039806000f350fe"
    + PROXY_CODE.hex()
    + "1ba0"
    + "22" * 32
    + "a0"
    + "22" * 32
)


@dataclass(frozen=True, slots=True)
class Creation:
    """Creation code and the salt that tells it from others of the same code."""

    salt: bytes
    code: bytes

    @property
    def address(self) -> Address:
        """Where the proxy puts it (EIP-1014)."""
        fixed = b"\xff" + bytes_of(PROXY, 20) + self.salt + keccak(self.code)
        return Address("0x" + keccak(fixed)[12:].hex())

    @property
    def call(self) -> Call:
        """The call to the proxy that puts it there."""
        return Call(PROXY, self.salt + self.code)


def code_at(rpc: Rpc, address: Address) -> bytes:
    """Return the code of a contract; empty if there is none."""
    return bytes.fromhex(str(rpc.ask("eth_getCode", address, "latest"))[2:])


def require_proxy(rpc: Rpc) -> None:
    """Raise ProxyMissing unless the proxy is on the chain."""
    if code_at(rpc, PROXY) != PROXY_CODE:
        raise ProxyMissing(PROXY, rpc.rpc_url, _PROXY_SENDER, _PROXY_TRANSACTION)


def put_proxy_on_development_chain(rpc: Rpc) -> None:
    """Deploy the proxy by its own transaction, paid with coins made for it."""
    if code_at(rpc, PROXY) == PROXY_CODE:
        return
    rpc.ask("anvil_setBalance", _PROXY_SENDER, hex(_PROXY_SENDER_NEEDS_WEI))
    try:
        rpc.ask("eth_sendRawTransaction", _PROXY_TRANSACTION)
        rpc.ask("evm_mine")
    except NodeRefused:  # another deployment may have sent it at the same time
        require_proxy(rpc)
