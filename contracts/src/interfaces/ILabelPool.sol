// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {ICheckpoints} from "./ICheckpoints.sol";
import {IHalts} from "./IHalts.sol";
import {IOperatorFunds} from "./IOperatorFunds.sol";
import {IProjects} from "./IProjects.sol";
import {IReceipts} from "./IReceipts.sol";
import {IRegistry} from "./IRegistry.sol";
import {IWithdrawals} from "./IWithdrawals.sol";
import {Periods} from "./PoolTypes.sol";

/// @title The contract that holds all pay of one operator in one token.
/// @notice Requesters deposit, the operator's checkpoints turn deposit into labelers' credit, and
/// only a labeler's signature or standing payout address moves credit. There is no administrator,
/// no proxy and no pause.
/// @dev All amounts are in units, of which one is `unit()` base units of the token. Arguments are
/// uint64; what is kept in one pool stays below 2^48 units in each account, credits below 2^64.
///
/// Assumptions.
/// - The token moves exactly the amount asked for, has `decimals()`, and takes nothing out of the
///   pool by itself. Fees on transfer are refused at deposit; rebasing tokens must not be used.
///   A token that freezes an account stops that account alone.
/// - The operator may do anything that its keys can do. The pool proves that a project is never
///   charged beyond its deposit, its fee and its maximum between openings; that the right labelers
///   were credited is proved by the opened records, whose checking the bond pays for.
/// - The registry is `Registry`: its indices are dense and permanent.
/// - The Court rules rightly in time, or else not at all. It can take the operator's money, nobody
///   else's.
/// - Block timestamps are good to some seconds.
interface ILabelPool is IProjects, ICheckpoints, IOperatorFunds, IWithdrawals, IReceipts, IHalts {
    error ZeroAddress();
    error ZeroAmount();
    error ZeroHash();
    error ZeroPeriod();
    error NotAContract(address account);
    error TokenTooCoarse(uint8 tokenDecimals, uint8 unitDecimals);
    error PeriodTooShort(uint256 period, uint256 least);
    error WrongAmountReceived(uint256 expected, uint256 received);
    error AmountTooLarge(uint256 amount, uint256 limit);
    error UnequalLengths(uint256 first, uint256 other);

    /// @notice The token that pays.
    function token() external view returns (IERC20Metadata);

    /// @notice Where labelers have their indices and payout addresses, and operators their keys.
    function registry() external view returns (IRegistry);

    /// @notice Owns float, bond and fees.
    function operator() external view returns (address);

    /// @notice Holds disputed projects and convicts.
    function court() external view returns (address);

    /// @notice One unit is 10^-unitDecimals of a token.
    function unitDecimals() external view returns (uint8);

    /// @notice Base units of the token in one unit.
    function unit() external view returns (uint256);

    /// @notice The largest fee that a project can agree to.
    function maxFeeBps() external view returns (uint16);

    /// @notice The pool's periods.
    function periods() external view returns (Periods memory);
}
