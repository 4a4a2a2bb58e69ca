// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IWithdrawals} from "../interfaces/IWithdrawals.sol";
import {Withdrawal} from "../interfaces/PoolTypes.sol";
import {PackedCredits} from "../libraries/PackedCredits.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {CreditLedger} from "./CreditLedger.sol";
import {PoolMessages} from "./PoolMessages.sol";
import {TokenVault} from "./TokenVault.sol";

/// @title Pays credit out to whom the labeler names, and to nobody else.
abstract contract Withdrawals is TokenVault, CreditLedger, PoolMessages {
    using PackedCredits for uint256;

    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256(
        "Withdrawal(address labeler,address destination,uint64 amount,uint64 maxRelayFee,"
        "uint64 nonce,uint64 deadline)"
    );

    /// @dev What a member of a batch may use: enough for a contract wallet that checks a passkey.
    uint256 private constant MEMBER_GAS = 500_000;

    mapping(uint256 slotNumber => uint256 counters) private _withdrawn;

    /// @inheritdoc IWithdrawals
    function withdraw(Withdrawal calldata order, bytes calldata signature, uint64 relayFee)
        external
        nonReentrant
    {
        _withdraw(order, signature, relayFee, msg.sender);
    }

    /// @inheritdoc IWithdrawals
    function withdrawVia(
        Withdrawal calldata order,
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
            Withdrawal calldata order = orders[i];
            _requireMemberGas();
            // A member has its own guard and gas; what failed is known after it.
            // slither-disable-next-line calls-loop,reentrancy-events
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
        uint32 index = registry.indexOf(labeler);
        uint256 counters = _withdrawnBeside(index);
        uint64 amount = _creditAt(index) - counters.counterOf(index);
        if (amount == 0) revert ZeroAmount();
        _withdrawn[PackedCredits.slotNumberOf(index)] = counters.increased(index, amount);
        emit PaidOut(labeler, destination, amount);
        _push(destination, amount);
    }

    /// @inheritdoc IWithdrawals
    function payOutBatch(address[] calldata labelers) external {
        for (uint256 i = 0; i < labelers.length; ++i) {
            _requireMemberGas();
            // As in withdrawBatch.
            // slither-disable-next-line calls-loop,reentrancy-events
            try this.payOut{gas: MEMBER_GAS}(labelers[i]) {}
            catch {
                emit PayOutFailed(labelers[i]);
            }
        }
    }

    /// @inheritdoc IWithdrawals
    function withdrawnOf(address labeler) external view returns (uint64) {
        uint32 index = registry.indexOf(labeler);
        return _withdrawnBeside(index).counterOf(index);
    }

    /// @inheritdoc IWithdrawals
    function withdrawalDigest(Withdrawal calldata order) external view returns (bytes32) {
        return _withdrawalDigest(order);
    }

    function _withdraw(
        Withdrawal calldata order,
        bytes calldata signature,
        uint64 relayFee,
        address relayer
    ) private {
        (address labeler, uint64 amount) = (order.labeler, order.amount);
        _checkTerms(order, amount, relayFee);
        uint32 index = registry.indexOf(labeler);
        uint256 counters = _withdrawnBeside(index);
        uint64 withdrawn = counters.counterOf(index);
        if (order.nonce != withdrawn) revert WrongNonce(labeler, order.nonce, withdrawn);
        uint64 available = _creditAt(index) - withdrawn;
        if (amount > available) revert BeyondCredit(labeler, amount, available);
        if (!Signatures.isSignedBy(labeler, _withdrawalDigest(order), signature)) {
            revert WrongSignature(labeler);
        }
        _withdrawn[PackedCredits.slotNumberOf(index)] = counters.increased(index, amount);
        address destination = order.destination;
        emit Withdrawn(labeler, destination, amount, relayFee, withdrawn);
        _push(destination, amount - relayFee);
        _push(relayer, relayFee);
    }

    /// @dev The six words of an order are hashed as they came: who reads a field refuses one that
    /// is wider than its type, and `_withdraw` reads them all.
    function _withdrawalDigest(Withdrawal calldata order) private view returns (bytes32) {
        bytes32 typehash = WITHDRAWAL_TYPEHASH;
        bytes32 structHash;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            calldatacopy(add(free, 0x20), order, 0xc0)
            structHash := keccak256(free, 0xe0)
        }
        return _digestOf(structHash);
    }

    /// @dev The slot with what labeler `index` has withdrawn.
    function _withdrawnBeside(uint32 index) private view returns (uint256 counters) {
        return _withdrawn[PackedCredits.slotNumberOf(index)];
    }

    function _checkTerms(Withdrawal calldata order, uint64 amount, uint64 relayFee) private view {
        if (block.timestamp > order.deadline) revert WithdrawalExpired(order.deadline);
        _checkDestination(order.destination);
        if (amount == 0) revert ZeroAmount();
        if (relayFee > order.maxRelayFee) revert RelayFeeTooHigh(relayFee, order.maxRelayFee);
        if (relayFee > amount) revert RelayFeeTooHigh(relayFee, amount);
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
