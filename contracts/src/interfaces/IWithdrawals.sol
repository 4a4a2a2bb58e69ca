// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Withdrawal} from "./PoolTypes.sol";

/// @title The labeler's side of a pool: credit becomes tokens, at the labeler's word alone.
interface IWithdrawals {
    /// @notice `amount` left the labeler's credit: `relayFee` to the relayer, the rest to
    /// `destination`.
    event Withdrawn(
        address indexed labeler,
        address indexed destination,
        uint64 amount,
        uint64 relayFee,
        uint64 nonce
    );
    /// @notice `amount` left the labeler's credit for its standing payout address.
    event PaidOut(address indexed labeler, address indexed destination, uint64 amount);
    /// @notice This order of a batch was refused or its payment failed; it stays as good as it was.
    event WithdrawalFailed(address indexed labeler, uint64 nonce);
    /// @notice The payment of this member of a batch failed; its credit is as it was.
    event PayOutFailed(address indexed labeler);

    error WithdrawalExpired(uint64 deadline);
    error BadDestination(address destination);
    error RelayFeeTooHigh(uint64 relayFee, uint64 limit);
    error WrongNonce(address labeler, uint64 nonce, uint64 expected);
    error BeyondCredit(address labeler, uint64 amount, uint64 available);
    error WrongSignature(address signer);
    error TooLittleGas(uint256 left, uint256 needed);

    /// @notice Pay out a labeler's credit as the labeler has signed it; the caller earns `relayFee`.
    /// @dev Anyone may call, at any time, in any state of the pool. The signature is ECDSA or
    /// ERC-1271. `destination` gets `amount - relayFee`.
    function withdraw(Withdrawal calldata order, bytes calldata signature, uint64 relayFee) external;

    /// @notice As `withdraw`, with `relayer` earning the fee.
    function withdrawVia(
        Withdrawal calldata order,
        bytes calldata signature,
        uint64 relayFee,
        address relayer
    ) external;

    /// @notice As many withdrawals, of which none can stop another: one that fails, or wants more
    /// than 500,000 gas, is skipped and told.
    /// @dev Refused while less than that is left for the next one: a node that estimates gas would
    /// otherwise find the amount at which all fail.
    function withdrawBatch(
        Withdrawal[] calldata orders,
        bytes[] calldata signatures,
        uint64[] calldata relayFees
    ) external;

    /// @notice Pay all available credit of `labeler` to the payout address that it has set in the
    /// registry. Anyone may call.
    function payOut(address labeler) external;

    /// @notice As `payOut` for each, of which none can stop another.
    function payOutBatch(address[] calldata labelers) external;

    /// @notice Units ever withdrawn by `labeler`, relay fees included; also the nonce that its next
    /// withdrawal must carry. It rises with every one, so no order is good twice.
    function withdrawnOf(address labeler) external view returns (uint64);

    /// @notice What `labeler` signs for `order`: its EIP-712 digest under this pool's domain.
    function withdrawalDigest(Withdrawal calldata order) external view returns (bytes32);
}
