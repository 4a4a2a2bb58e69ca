// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Exit, ILabelPool} from "../interfaces/ILabelPool.sol";
import {TokenVault} from "./TokenVault.sol";

/// @title The operator's own money in the pool: float, bond and fees.
abstract contract OperatorFunds is TokenVault {
    // One slot, written when money of the operator moves:
    //
    //     255    192 191       128 127         64 63           0
    //     | unused | _feesDue u64 | _bond u64    | _float u64   |
    uint64 private _float;
    uint64 private _bond;
    uint64 private _feesDue;

    // One slot each:  | unused 152 | availableAt uint40 | amount uint64 |
    Exit private _floatExit;
    Exit private _bondExit;

    /// @inheritdoc ILabelPool
    address public immutable operator;

    /// @inheritdoc ILabelPool
    uint32 public immutable exitDelay;

    modifier onlyOperator() {
        if (msg.sender != operator) revert NotOperator(msg.sender, operator);
        _;
    }

    constructor(address operator_, uint32 exitDelay_) {
        if (operator_ == address(0)) revert ZeroAddress();
        if (exitDelay_ == 0) revert ZeroPeriod();
        operator = operator_;
        exitDelay = exitDelay_;
    }

    /// @inheritdoc ILabelPool
    function addFloat(uint64 amount) external nonReentrant {
        if (amount == 0) revert ZeroAmount();
        _float += amount;
        emit FloatAdded(msg.sender, amount);
        _pull(amount);
    }

    /// @inheritdoc ILabelPool
    function requestFloatExit(uint64 amount) external onlyOperator {
        _floatExit = _exitOf(amount, _float);
        emit FloatExitRequested(amount, _floatExit.availableAt);
    }

    /// @inheritdoc ILabelPool
    function takeFloat() external onlyOperator nonReentrant {
        uint64 amount = _dueAmount(_floatExit);
        delete _floatExit;
        _float -= amount;
        emit FloatTaken(amount);
        _push(operator, amount);
    }

    /// @inheritdoc ILabelPool
    function addBond(uint64 amount) external nonReentrant {
        if (amount == 0) revert ZeroAmount();
        _bond += amount;
        emit BondAdded(msg.sender, amount);
        _pull(amount);
    }

    /// @inheritdoc ILabelPool
    function requestBondExit(uint64 amount) external onlyOperator {
        _bondExit = _exitOf(amount, _bond);
        emit BondExitRequested(amount, _bondExit.availableAt);
    }

    /// @inheritdoc ILabelPool
    function takeBond() external onlyOperator nonReentrant {
        uint64 amount = _dueAmount(_bondExit);
        delete _bondExit;
        _bond -= amount;
        emit BondTaken(amount);
        _push(operator, amount);
    }

    /// @inheritdoc ILabelPool
    function takeFees(address to) external onlyOperator nonReentrant {
        if (to == address(0) || to == address(this)) revert BadDestination(to);
        uint64 amount = _feesDue;
        if (amount == 0) revert NoFeesDue();
        _feesDue = 0;
        emit FeesTaken(to, amount);
        _push(to, amount);
    }

    /// @inheritdoc ILabelPool
    function floatAmount() external view returns (uint64) {
        return _float;
    }

    /// @inheritdoc ILabelPool
    function bondAmount() external view returns (uint64) {
        return _bond;
    }

    /// @inheritdoc ILabelPool
    function feesDue() external view returns (uint64) {
        return _feesDue;
    }

    /// @inheritdoc ILabelPool
    function floatExit() external view returns (Exit memory) {
        return _floatExit;
    }

    /// @inheritdoc ILabelPool
    function bondExit() external view returns (Exit memory) {
        return _bondExit;
    }

    /// @dev Owe the operator `fee` more.
    function _earnFee(uint64 fee) internal {
        if (fee != 0) _feesDue += fee;
    }

    function _exitOf(uint64 amount, uint64 holdings) private view returns (Exit memory) {
        if (amount == 0) revert ZeroAmount();
        if (amount > holdings) revert ExitBeyondHoldings(amount, holdings);
        return Exit(amount, uint40(block.timestamp + exitDelay));
    }

    function _dueAmount(Exit storage exit) private view returns (uint64) {
        if (exit.amount == 0) revert NoExitRequested();
        if (block.timestamp < exit.availableAt) revert ExitNotDue(exit.availableAt);
        return exit.amount;
    }
}
