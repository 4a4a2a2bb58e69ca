// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LateReceipt, Receipt} from "./PoolTypes.sol";

/// @title What binds an operator to the receipts that it signs.
/// @dev Signatures are 65 bytes, ECDSA alone. A receipt counts if its key is the operator's receipt
/// key in the registry, or was until less than the registry's `redeemTime` ago.
interface IReceipts {
    /// @notice A late receipt was filed; the operator has until `graceEndsAt` to credit `owed`.
    event LateReceiptFiled(address indexed labeler, uint64 owed, uint40 graceEndsAt);
    /// @notice A late receipt was not credited in time: `paid` came from float, `unpaid` is claimed.
    event Defaulted(address indexed labeler, uint64 paid, uint64 unpaid);

    error NotReceiptKey(address signer);
    error NotLate(address labeler, uint64 settleBy);
    error AlreadyCredited(address labeler, uint64 owed, uint64 credit);
    error NotLarger(address labeler, uint64 owed, uint64 filed);
    error NothingFiled(address labeler);
    error GraceRunning(address labeler, uint40 graceEndsAt);
    error NotRegistered(address labeler);
    error NoEquivocation();

    /// @notice File a receipt whose settleBy has passed and whose `owed` the credit does not reach.
    /// @dev Anyone may call. The operator ends it by crediting within the grace time. A later filing
    /// of a larger receipt replaces the amount and not the time.
    function fileLateReceipt(Receipt calldata receipt, bytes calldata signature) external;

    /// @notice Put the operator in default for a filed receipt whose grace has passed: the labeler
    /// is credited from float as far as it reaches, and the operator is halted.
    /// @dev Anyone may call.
    function defaultOn(address labeler) external;

    /// @notice Halt the operator for two receipts that contradict each other; the caller is the
    /// reporter.
    /// @dev They do if they differ and have the same labeler and number, or the same labeler,
    /// project and sequence, or the same project, task and position.
    function proveEquivocation(
        Receipt calldata first,
        bytes calldata firstSignature,
        Receipt calldata second,
        bytes calldata secondSignature
    ) external;

    /// @notice The late receipt filed for `labeler`. Once it is credited it means nothing.
    function lateReceiptOf(address labeler) external view returns (LateReceipt memory);

    /// @notice What the receipt key signs for `receipt`: its EIP-712 digest under this pool's domain.
    function receiptDigest(Receipt calldata receipt) external view returns (bytes32);
}
