"""Payments by x402 (scheme `exact`, EIP-3009), verified and settled by a facilitator of our own.

x402: https://github.com/x402-foundation/x402, version 2 of the protocol.
"""

import binascii
import json
from dataclasses import dataclass
from typing import Any

from x402 import x402FacilitatorSync
from x402.http.constants import PAYMENT_REQUIRED_HEADER, PAYMENT_SIGNATURE_HEADER
from x402.http.utils import decode_payment_signature_header, encode_payment_required_header
from x402.mechanisms.evm.exact import ExactEvmFacilitatorScheme
from x402.mechanisms.evm.signers import FacilitatorWeb3Signer
from x402.schemas import PaymentPayload, PaymentRequired, PaymentRequirements, ResourceInfo

from labelfield.chain.eip55 import checksummed
from labelfield.chain.pool import Pool
from labelfield.mcp.errors import PaymentRefused
from labelfield.protocol.errors import MalformedId
from labelfield.protocol.hashes import keccak_hex
from labelfield.protocol.ids import Address, Hash32, parse_address, parse_hash32

__all__ = ["PAYMENT_REQUIRED_HEADER", "PAYMENT_SIGNATURE_HEADER", "Cashier", "Payment"]

SCHEME = "exact"
PAYABLE_FOR_S = 300
"""How long after the offer a payment may be signed to last."""
CONFIRMATION_TIMEOUT_S = 30

_TOKEN_ABI: list[dict[str, Any]] = [
    {
        "name": "eip712Domain",
        "type": "function",
        "stateMutability": "view",
        "inputs": [],
        "outputs": [
            {"name": "fields", "type": "bytes1"},
            {"name": "name", "type": "string"},
            {"name": "version", "type": "string"},
            {"name": "chainId", "type": "uint256"},
            {"name": "verifyingContract", "type": "address"},
            {"name": "salt", "type": "bytes32"},
            {"name": "extensions", "type": "uint256[]"},
        ],
    },
    {
        "name": "authorizationState",
        "type": "function",
        "stateMutability": "view",
        "inputs": [{"type": "address"}, {"type": "bytes32"}],
        "outputs": [{"type": "bool"}],
    },
]


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment as it was signed, not yet settled."""

    id: Hash32
    """Of the payer and the payment's nonce: it can be spent once, so it names what it pays."""
    payer: Address
    payload: PaymentPayload


class Cashier:
    """Takes payments for one account in one pool's token."""

    def __init__(self, pool: Pool, private_key: bytes, account: Address) -> None:
        self._pool = pool
        self._account = account
        self._signer = FacilitatorWeb3Signer(
            "0x" + private_key.hex(), pool.rpc_url, CONFIRMATION_TIMEOUT_S
        )
        self.network = f"eip155:{pool.chain_id}"
        self._facilitator = x402FacilitatorSync()
        self._facilitator.register([self.network], ExactEvmFacilitatorScheme(self._signer))
        domain = self._ask_token("eip712Domain")
        self._domain = {"name": domain[1], "version": domain[2]}

    def requirements(self, amount: int) -> PaymentRequirements:
        """Return what pays `amount` units."""
        return PaymentRequirements(
            scheme=SCHEME,
            network=self.network,
            asset=checksummed(self._pool.token),
            amount=str(amount * self._pool.unit),
            pay_to=checksummed(self._account),
            max_timeout_seconds=PAYABLE_FOR_S,
            extra=dict(self._domain),
        )

    def invoice(self, amount: int, resource: str, error: str) -> tuple[dict[str, Any], str]:
        """Return the body and the header of a response 402."""
        required = PaymentRequired(
            error=error,
            resource=ResourceInfo(url=resource, description="answers by people, on demand"),
            accepts=[self.requirements(amount)],
        )
        body = required.model_dump(by_alias=True, exclude_none=True)
        return body, encode_payment_required_header(required)

    def check(self, payment: Payment, amount: int) -> None:
        """Raise PaymentRefused unless the payment would settle now."""
        found = self._facilitator.verify(payment.payload, self.requirements(amount))
        if not found.is_valid:
            raise PaymentRefused(found.invalid_reason or "it does not verify")

    def settle(self, payment: Payment, amount: int) -> Hash32:
        """Take the money and return the transaction."""
        found = self._facilitator.settle(payment.payload, self.requirements(amount))
        if not found.success:
            raise PaymentRefused(found.error_reason or "it does not settle")
        return Hash32(found.transaction)

    def is_settled(self, payment: Payment) -> bool:
        """Tell whether the chain has spent this payment."""
        nonce = bytes.fromhex(payment.payload.payload["authorization"]["nonce"][2:])
        return bool(self._ask_token("authorizationState", checksummed(payment.payer), nonce))

    def _ask_token(self, function: str, *values: object) -> Any:
        return self._signer.read_contract(self._pool.token, _TOKEN_ABI, function, *values)


def parse_payment(header: str) -> Payment:
    """Return the payment that a PAYMENT-SIGNATURE header spells; raise PaymentRefused."""
    try:
        payload = decode_payment_signature_header(header)
    except (ValueError, binascii.Error, RecursionError) as error:
        raise PaymentRefused(f"the header {PAYMENT_SIGNATURE_HEADER} cannot be read") from error
    if not isinstance(payload, PaymentPayload):
        raise PaymentRefused("version 1 of x402 is not taken: sign version 2")
    return payment_of(payload)


def payment_of(payload: PaymentPayload) -> Payment:
    """Return a payment with its name; raise PaymentRefused for another kind of payment."""
    try:
        authorization = payload.payload["authorization"]
        payer = parse_address(authorization["from"].lower())
        nonce = parse_hash32(authorization["nonce"].lower())
    except (KeyError, TypeError, AttributeError, MalformedId) as error:
        raise PaymentRefused("only EIP-3009 authorizations are taken") from error
    return Payment(keccak_hex(f"{payer}{nonce}".encode()), payer, payload)


def stored_payment(kept: dict[str, Any]) -> Payment:
    """Return the payment that the journal kept."""
    return payment_of(PaymentPayload.model_validate(kept))


def kept_payment(payment: Payment) -> dict[str, Any]:
    """Return a payment as the journal keeps it."""
    found: dict[str, Any] = json.loads(
        payment.payload.model_dump_json(by_alias=True, exclude_none=True)
    )
    return found
