// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IRegistry, PayoutOrder} from "../interfaces/IRegistry.sol";
import {Signatures} from "../libraries/Signatures.sol";

/// @title Where labelers want to be paid without being asked each time.
abstract contract PayoutAddresses is IRegistry, EIP712 {
    // | unused 32 | nonce u64 | destination |
    struct Payout {
        address destination;
        uint64 nonce;
    }

    bytes32 private constant PAYOUT_ORDER_TYPEHASH = keccak256(
        "PayoutOrder(address labeler,address payoutAddress,uint64 nonce,uint64 deadline)"
    );

    mapping(address labeler => Payout) private _payouts;

    /// @inheritdoc IRegistry
    function setPayoutAddress(address payoutAddress) external {
        _setPayout(msg.sender, payoutAddress, _payouts[msg.sender].nonce);
    }

    /// @inheritdoc IRegistry
    function setPayoutAddressFor(PayoutOrder calldata order, bytes calldata signature) external {
        if (block.timestamp > order.deadline) revert OrderExpired(order.deadline);
        uint64 nonce = _payouts[order.labeler].nonce;
        if (order.nonce != nonce) revert WrongOrderNonce(order.labeler, order.nonce, nonce);
        if (!Signatures.isSignedBy(order.labeler, payoutOrderDigest(order), signature)) {
            revert WrongOrderSignature(order.labeler);
        }
        _setPayout(order.labeler, order.payoutAddress, nonce);
    }

    /// @inheritdoc IRegistry
    function payoutAddressOf(address labeler) external view returns (address) {
        return _payouts[labeler].destination;
    }

    /// @inheritdoc IRegistry
    function payoutNonceOf(address labeler) external view returns (uint64) {
        return _payouts[labeler].nonce;
    }

    /// @inheritdoc IRegistry
    function payoutOrderDigest(PayoutOrder calldata order) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(PAYOUT_ORDER_TYPEHASH, order)));
    }

    function _setPayout(address labeler, address payoutAddress, uint64 nonce) private {
        _payouts[labeler] = Payout(payoutAddress, nonce + 1);
        emit PayoutAddressSet(labeler, payoutAddress, nonce);
    }
}
