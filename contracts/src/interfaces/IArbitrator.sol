// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IArbitrable} from "./IArbitrable.sol";

/// @notice Where a dispute stands with its arbitrator.
enum DisputeStatus {
    Waiting,
    Appealable,
    Solved
}

/// @title Who decides a dispute, shaped as in ERC-792.
/// @dev One difference: it is paid in an ERC-20, which it pulls from the caller of `createDispute`
/// and `appeal` and which the caller approves before.
///
/// Assumptions of whoever relies on one.
/// - It pulls exactly the cost that it names in the same transaction.
/// - It rules once on each dispute, in a later transaction than the one that created it.
interface IArbitrator {
    event DisputeCreation(uint256 indexed disputeId, IArbitrable indexed arbitrable);
    event AppealDecision(uint256 indexed disputeId, IArbitrable indexed arbitrable);

    /// @notice Create a dispute of the caller with `choices` choices, and pull its cost.
    /// @param extraData What the arbitrator needs to know; others ignore it.
    function createDispute(uint256 choices, bytes calldata extraData)
        external
        returns (uint256 disputeId);

    /// @notice Have a ruling looked at again, and pull the cost of that.
    function appeal(uint256 disputeId, bytes calldata extraData) external;

    /// @notice What a dispute costs, in base units of `feeToken()`.
    function arbitrationCost(bytes calldata extraData) external view returns (uint256);

    /// @notice What an appeal costs.
    function appealCost(uint256 disputeId, bytes calldata extraData) external view returns (uint256);

    /// @notice The first and last second of an appeal; zeros if there is no appeal.
    function appealPeriod(uint256 disputeId) external view returns (uint256 start, uint256 end);

    /// @notice Where the dispute stands.
    function disputeStatus(uint256 disputeId) external view returns (DisputeStatus);

    /// @notice The ruling as it would be given now.
    function currentRuling(uint256 disputeId) external view returns (uint256);

    /// @notice The token in which costs are paid.
    function feeToken() external view returns (IERC20);
}
