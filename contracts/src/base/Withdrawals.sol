// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IWithdrawals} from "../interfaces/IWithdrawals.sol";
import {Withdrawal} from "../interfaces/PoolTypes.sol";
import {PackedAccounts} from "../libraries/PackedAccounts.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {CreditLedger} from "./CreditLedger.sol";
import {PoolMessages} from "./PoolMessages.sol";
import {TokenVault} from "./TokenVault.sol";

/// @title Pays credit out to whom the labeler names, and to nobody else.
abstract contract Withdrawals is TokenVault, CreditLedger, PoolMessages {
    using PackedAccounts for uint256;

    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256(
        "Withdrawal(address labeler,address destination,uint64 amount,uint64 maxRelayFee,"
        "uint64 nonce,uint64 deadline)"
    );

    /// @dev What a member of a batch may use: enough for a contract wallet that checks a passkey.
    uint256 private constant MEMBER_GAS = 500_000;

    mapping(uint256 slotNumber => uint256 pair) private _accounts;

    /// @inheritdoc IWithdrawals
    function withdraw(Withdrawal memory order, bytes calldata signature, uint64 relayFee)
        external
        nonReentrant
    {
        _withdraw(order, signature, relayFee, msg.sender);
    }

    /// @inheritdoc IWithdrawals
    function withdrawVia(
        Withdrawal memory order,
        bytes calldata signature,
        uint64 relayFee,
        address relayer
    ) external nonReentrant {
        _withdraw(order, signature, relayFee, relayer);
    }

    /// @inheritdoc IWithdrawals
    function withdrawBatch(
        Withdrawal[] calldata orders,
        bytes[] calldata signatures,
        uint64[] calldata relayFees
    ) external {
        uint256 count = orders.length;
        if (signatures.length != count) revert UnequalLengths(count, signatures.length);
        if (relayFees.length != count) revert UnequalLengths(count, relayFees.length);
        for (uint256 i = 0; i < count; ++i) {
            Withdrawal memory order = orders[i];
            _requireMemberGas();
            try this.withdrawVia{gas: MEMBER_GAS}(order, signatures[i], relayFees[i], msg.sender) {}
            catch {
                emit WithdrawalFailed(order.labeler, order.nonce);
            }
        }
    }

    /// @inheritdoc IWithdrawals
    function payOut(address labeler) external nonReentrant {
        address destination = registry.payoutAddressOf(labeler);
        _checkDestination(destination);
        (uint32 index, uint256 pair, uint64 withdrawn, uint64 nonce) = _accountOf(labeler);
        uint64 amount = _creditAt(index) - withdrawn;
        if (amount == 0) revert ZeroAmount();
        _accounts[PackedAccounts.slotNumberOf(index)] =
            pair.replaced(index, withdrawn + amount, nonce);
        emit PaidOut(labeler, destination, amount);
        _push(destination, amount);
    }

    /// @inheritdoc IWithdrawals
    function payOutBatch(address[] calldata labelers) external {
        for (uint256 i = 0; i < labelers.length; ++i) {
            _requireMemberGas();
            try this.payOut{gas: MEMBER_GAS}(labelers[i]) {}
            catch {
                emit PayOutFailed(labelers[i]);
            }
        }
    }

    /// @inheritdoc IWithdrawals
    function withdrawnOf(address labeler) external view returns (uint64 withdrawn) {
        (,, withdrawn,) = _accountOf(labeler);
    }

    /// @inheritdoc IWithdrawals
    function nonceOf(address labeler) external view returns (uint64 nonce) {
        (,,, nonce) = _accountOf(labeler);
    }

    /// @inheritdoc IWithdrawals
    function withdrawalDigest(Withdrawal memory order) public view returns (bytes32) {
        return _digestOf(keccak256(abi.encode(WITHDRAWAL_TYPEHASH, order)));
    }

    function _withdraw(
        Withdrawal memory order,
        bytes calldata signature,
        uint64 relayFee,
        address relayer
    ) private {
        _checkTerms(order, relayFee);
        address labeler = order.labeler;
        (uint32 index, uint256 pair, uint64 withdrawn, uint64 nonce) = _accountOf(labeler);
        if (order.nonce != nonce) revert WrongNonce(labeler, order.nonce, nonce);
        uint64 available = _creditAt(index) - withdrawn;
        if (order.amount > available) revert BeyondCredit(labeler, order.amount, available);
        if (!Signatures.isSignedBy(labeler, withdrawalDigest(order), signature)) {
            revert WrongSignature(labeler);
        }
        _accounts[PackedAccounts.slotNumberOf(index)] =
            pair.replaced(index, withdrawn + order.amount, nonce + 1);
        emit Withdrawn(labeler, order.destination, order.amount, relayFee, nonce);
        _push(order.destination, order.amount - relayFee);
        _push(relayer, relayFee);
    }

    function _accountOf(address labeler)
        private
        view
        returns (uint32 index, uint256 pair, uint64 withdrawn, uint64 nonce)
    {
        index = registry.indexOf(labeler);
        pair = _accounts[PackedAccounts.slotNumberOf(index)];
        (withdrawn, nonce) = pair.accountOf(index);
    }

    function _checkTerms(Withdrawal memory order, uint64 relayFee) private view {
        if (block.timestamp > order.deadline) revert WithdrawalExpired(order.deadline);
        _checkDestination(order.destination);
        if (order.amount == 0) revert ZeroAmount();
        if (relayFee > order.maxRelayFee) revert RelayFeeTooHigh(relayFee, order.maxRelayFee);
        if (relayFee > order.amount) revert RelayFeeTooHigh(relayFee, order.amount);
    }

    function _checkDestination(address destination) private view {
        if (destination == address(0) || destination == address(this)) {
            revert BadDestination(destination);
        }
    }

    /// @dev Of what is left, a call can be handed 63/64.
    function _requireMemberGas() private view {
        uint256 left = gasleft();
        uint256 needed = MEMBER_GAS * 64 / 63 + 20_000;
        if (left < needed) revert TooLittleGas(left, needed);
    }
}
