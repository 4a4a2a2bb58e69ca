// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Exit} from "./PoolTypes.sol";

/// @title The operator's own money in a pool: float, bond and fees.
/// @dev Rule of the bond, at every step: bond - announced bond exit >= 2 * (unproven + float).
/// Nothing of this can be moved by the operator in a halted pool.
interface IOperatorFunds {
    event FloatAdded(uint64 amount);
    event FloatExitRequested(uint64 amount, uint40 availableAt);
    event FloatTaken(uint64 amount);
    event BondAdded(address indexed payer, uint64 amount);
    event BondExitRequested(uint64 amount, uint40 availableAt);
    event BondTaken(uint64 amount);
    event FeesTaken(address indexed to, uint64 amount);

    error NotOperator(address caller, address operator);
    error BondTooSmall(uint256 required, uint256 bond);
    error ExitBeyondHoldings(uint64 amount, uint64 holdings);
    error NoExitRequested();
    error ExitNotDue(uint40 availableAt);
    error NoFeesDue();

    /// @notice Add to the float, which backs receipts between checkpoints. Only the operator: float
    /// needs bond, and a stranger's gift could use it up.
    function addFloat(uint64 amount) external;

    /// @notice Announce that `amount` of float will be taken. Replaces an earlier announcement;
    /// 0 takes it back.
    function requestFloatExit(uint64 amount) external;

    /// @notice Pay the announced float to the operator, when the delay has passed.
    function takeFloat() external;

    /// @notice Add to the operator's bond. Anyone may.
    function addBond(uint64 amount) external;

    /// @notice Announce that `amount` of bond will be taken. Replaces an earlier announcement; 0
    /// takes it back. Announced bond covers nothing, and is still lost in a halt.
    function requestBondExit(uint64 amount) external;

    /// @notice Pay the announced bond to the operator, when the delay has passed and no dispute is
    /// pending.
    function takeBond() external;

    /// @notice Pay all fees due to `to`. Only the operator; not in a halted pool until its claims
    /// are settled, when what these left is due as fees.
    function takeFees(address to) external;

    /// @notice Units of float, announced exits included; in a settled pool, what claims can be paid.
    function floatAmount() external view returns (uint64);

    /// @notice Units of bond, announced exits included.
    function bondAmount() external view returns (uint64);

    /// @notice Units of fees that the operator has earned and not taken.
    function feesDue() external view returns (uint64);

    /// @notice The float on its way out.
    function floatExit() external view returns (Exit memory);

    /// @notice The bond on its way out.
    function bondExit() external view returns (Exit memory);
}
