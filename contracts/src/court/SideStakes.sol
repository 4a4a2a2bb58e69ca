// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ICourt, Side} from "../interfaces/ICourt.sol";
import {ExactTransfers} from "../libraries/ExactTransfers.sol";

/// @title What the sides of disputes put up, and what they get back.
/// @dev Tokens held = pots of all disputes, with more only if somebody gave tokens away.
abstract contract SideStakes is ICourt, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;
    using ExactTransfers for IERC20;

    // | disputant's side u128 | operator's side u128 |, | pot u128 | fees u128 |
    struct Purse {
        uint128 disputants;
        uint128 operators;
        uint128 pot;
        uint128 fees;
    }

    /// @inheritdoc ICourt
    IERC20 public immutable token;

    mapping(uint256 id => Purse) private _purses;
    mapping(uint256 id => mapping(Side side => mapping(address member => uint256))) private _stakes;

    constructor(IERC20 token_) {
        token = token_;
    }

    /// @inheritdoc ICourt
    function stakeOf(uint256 id, Side side, address member) external view returns (uint256) {
        return _stakes[id][side][member];
    }

    /// @inheritdoc ICourt
    function sideStake(uint256 id, Side side) external view returns (uint256) {
        if (side == Side.None) return 0;
        return side == Side.Disputant ? _purses[id].disputants : _purses[id].operators;
    }

    /// @inheritdoc ICourt
    function potOf(uint256 id) external view returns (uint256) {
        return _purses[id].pot;
    }

    /// @inheritdoc ICourt
    function feesOf(uint256 id) public view returns (uint256) {
        return _purses[id].fees;
    }

    /// @dev Take `amount` from the caller as stake of `side`.
    function _addStake(uint256 id, Side side, uint256 amount) internal {
        Purse storage purse = _purses[id];
        uint128 staked = amount.toUint128();
        if (side == Side.Disputant) purse.disputants += staked;
        else purse.operators += staked;
        purse.pot += staked;
        _stakes[id][side][msg.sender] += amount;
        emit StakeAdded(id, side, msg.sender, amount);
        token.pull(amount);
    }

    /// @dev Let `payee` pull `cost` out of a dispute's pot.
    function _payFee(uint256 id, address payee, uint256 cost) internal {
        Purse storage purse = _purses[id];
        uint128 fee = cost.toUint128();
        purse.pot -= fee;
        purse.fees += fee;
        token.forceApprove(payee, cost);
    }

    /// @dev Pay `member` for what it put up on the side that won; on both if none did. The last to
    /// be paid gets what could not be divided.
    function _payStake(uint256 id, Side winner, address member) internal {
        bool disputants = winner != Side.Operator;
        bool operators = winner != Side.Disputant;
        mapping(Side => mapping(address => uint256)) storage stakes = _stakes[id];
        uint256 forDisputants = disputants ? stakes[Side.Disputant][member] : 0;
        uint256 forOperators = operators ? stakes[Side.Operator][member] : 0;
        if (forDisputants + forOperators == 0) revert NothingToTake(id, member);
        Purse storage purse = _purses[id];
        uint256 sharing = disputants ? purse.disputants : 0;
        if (operators) sharing += purse.operators;
        uint256 amount = (forDisputants + forOperators) * purse.pot / sharing;
        if (disputants) stakes[Side.Disputant][member] = 0;
        if (operators) stakes[Side.Operator][member] = 0;
        purse.disputants -= forDisputants.toUint128();
        purse.operators -= forOperators.toUint128();
        purse.pot -= amount.toUint128();
        emit StakePaid(id, member, amount);
        token.safeTransfer(member, amount);
    }
}
