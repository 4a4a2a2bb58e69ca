// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Claim, HaltCause, PoolState, Receipt} from "./PoolTypes.sol";

/// @title What happens to a halted operator's money, and what the Court can do.
/// @dev Halted: no checkpoints, no new projects, no top-ups, no exits; withdrawals, refunds and
/// openings go on. Half the bond (rounded down) is burned, a reporter gets a twentieth of that,
/// and the pot (float, fees due and the rest of the bond) pays claims after `claimTime`: awards
/// first, receipts next, each rank pro rata, rounded down. Claims become credit. The rest is the
/// operator's. Nothing here touches credits or deposits.
interface IHalts {
    /// @notice The operator is halted; claims are taken until `claimsCloseAt`.
    event Halted(HaltCause cause, address indexed reporter, uint64 bond, uint40 claimsCloseAt);
    /// @notice A dispute over the project began, or ended.
    event HoldChanged(uint32 indexed project, uint32 holds);
    /// @notice The Court ruled `amount` more for `beneficiary`; what came too late is not told.
    event Awarded(address indexed beneficiary, uint64 amount);
    /// @notice Receipts show that `claimant` lacks `shortfall`.
    event ClaimFiled(address indexed claimant, uint64 shortfall);
    /// @notice Claims are divided: `forAwards` and `forShortfalls` are paid, `rest` is the operator's.
    event ClaimsSettled(uint64 forAwards, uint64 forShortfalls, uint64 rest);
    /// @notice `claimant` was credited `amount` for its claim.
    event ClaimPaid(address indexed claimant, uint64 amount);
    event BondBurned(uint64 amount);
    event RewardPaid(address indexed reporter, uint64 amount);

    error PoolHalted();
    error NotHalted();
    error NotSettled();
    error NotCourt(address caller, address court);
    error NotHeld(uint32 project);
    error ClaimsClosed(uint40 closedAt);
    error ClaimsOpen(uint40 claimsCloseAt);
    error ClaimNotLarger(address claimant, uint64 shortfall, uint64 filed);
    error NothingToPay();

    /// @notice A dispute over the project began: none of its openings is proven, and no bond leaves
    /// the pool, until it is released. Only the Court.
    function hold(uint32 projectNumber) external;

    /// @notice A dispute over the project ended. Only the Court, once for every hold.
    function release(uint32 projectNumber) external;

    /// @notice Halt the operator, if it is not yet, and award what the Court ruled. Only the Court.
    /// @dev In a halted pool the reporter gets nothing. Never refuses for the pool's state: after the
    /// claim time awards are void. The same account may be awarded several times. Awards come on top
    /// of what receipts promise; each counts at most the pot.
    /// @param reporter Who gets a twentieth of what is burned; the zero address if nobody.
    function convict(address reporter, address[] calldata beneficiaries, uint64[] calldata amounts)
        external;

    /// @notice Claim what a receipt promises and credit lacks, due or not, of a halted operator.
    /// @dev Anyone may call for the receipt's labeler. A larger claim replaces a smaller.
    function fileClaim(Receipt calldata receipt, bytes calldata signature) external;

    /// @notice End the claim time and divide the pot. Anyone may call, once, when it has passed.
    function settleClaims() external;

    /// @notice Credit `claimant` with its share. Anyone may call, once for each, after
    /// `settleClaims`. The claimant must be registered as a labeler; anyone can do that.
    function payClaim(address claimant) external;

    /// @notice Send the half of a halted operator's bond to where nobody has it. Anyone may call.
    function burnBond() external;

    /// @notice Pay the reporter. Anyone may call.
    function payReward() external;

    /// @notice Where the pool stands.
    function state() external view returns (PoolState);

    /// @notice When the operator was halted; 0 if it is not.
    function haltedAt() external view returns (uint40);

    /// @notice Who reported what halted the operator; the zero address if nobody.
    function reporter() external view returns (address);

    /// @notice What a halted operator's claims are paid from: the same before and after anybody was
    /// paid.
    function pot() external view returns (uint64);

    /// @notice The claim of `claimant`.
    function claimOf(address claimant) external view returns (Claim memory);

    /// @notice Disputes pending in the whole pool.
    function pendingHolds() external view returns (uint32);
}
