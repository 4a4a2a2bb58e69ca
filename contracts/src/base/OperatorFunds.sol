// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOperatorFunds} from "../interfaces/IOperatorFunds.sol";
import {Exit, PoolState} from "../interfaces/PoolTypes.sol";
import {Amounts} from "../libraries/Amounts.sol";
import {Funds} from "../libraries/PackedFunds.sol";
import {FundsLedger} from "./FundsLedger.sol";
import {Holds} from "./Holds.sol";

/// @title The operator's own money in the pool: float, bond and fees.
abstract contract OperatorFunds is FundsLedger, Holds {
    using Amounts for uint256;

    // One slot each:  | unused 168 | availableAt u40 | amount u48 |
    struct StoredExit {
        uint48 amount;
        uint40 availableAt;
    }

    StoredExit internal _floatExit;
    StoredExit internal _bondExit;

    /// @inheritdoc IOperatorFunds
    function addFloat(uint64 amount) external nonReentrant {
        _requireOperator();
        if (amount == 0) revert ZeroAmount();
        Funds memory funds = _runningFunds();
        funds.float = (uint256(funds.float) + amount).fit46();
        _requireCovered(funds);
        _storeFunds(funds);
        emit FloatAdded(amount);
        _pull(amount);
    }

    /// @inheritdoc IOperatorFunds
    function requestFloatExit(uint64 amount) external {
        _requireOperator();
        _floatExit = _exitOf(amount, _runningFunds().float, _floatExitDelay);
        emit FloatExitRequested(amount, _floatExit.availableAt);
    }

    /// @inheritdoc IOperatorFunds
    function takeFloat() external nonReentrant {
        _requireOperator();
        Funds memory funds = _runningFunds();
        uint48 amount = _dueAmount(_floatExit);
        delete _floatExit;
        funds.float -= amount;
        _storeFunds(funds);
        emit FloatTaken(amount);
        _push(operator, amount);
    }

    /// @inheritdoc IOperatorFunds
    function addBond(uint64 amount) external nonReentrant {
        if (amount == 0) revert ZeroAmount();
        Funds memory funds = _runningFunds();
        uint48 exiting = _bondExit.amount;
        funds.bond = (uint256(funds.bond) + exiting + amount).fit46() - exiting;
        _storeFunds(funds);
        emit BondAdded(msg.sender, amount);
        _pull(amount);
    }

    /// @inheritdoc IOperatorFunds
    function requestBondExit(uint64 amount) external {
        _requireOperator();
        Funds memory funds = _runningFunds();
        uint48 holdings = funds.bond + _bondExit.amount;
        StoredExit memory exit = _exitOf(amount, holdings, _bondExitDelay);
        funds.bond = holdings - exit.amount;
        _requireCovered(funds);
        _storeFunds(funds);
        _bondExit = exit;
        emit BondExitRequested(amount, exit.availableAt);
    }

    /// @inheritdoc IOperatorFunds
    function takeBond() external nonReentrant {
        _requireOperator();
        _runningFunds();
        if (pendingHolds != 0) revert DisputePending(pendingHolds);
        uint48 amount = _dueAmount(_bondExit);
        delete _bondExit;
        emit BondTaken(amount);
        _push(operator, amount);
    }

    /// @inheritdoc IOperatorFunds
    function takeFees(address to) external nonReentrant {
        _requireOperator();
        if (to == address(0) || to == address(this)) revert BadDestination(to);
        Funds memory funds = _funds();
        if (funds.state == PoolState.Halted) revert PoolHalted();
        uint64 amount = funds.fees;
        if (amount == 0) revert NoFeesDue();
        funds.fees = 0;
        _storeFunds(funds);
        emit FeesTaken(to, amount);
        _push(to, amount);
    }

    /// @inheritdoc IOperatorFunds
    function floatAmount() external view returns (uint64) {
        return _funds().float;
    }

    /// @inheritdoc IOperatorFunds
    function bondAmount() external view returns (uint64) {
        return _funds().bond + _bondExit.amount;
    }

    /// @inheritdoc IOperatorFunds
    function feesDue() external view returns (uint64) {
        return _funds().fees;
    }

    /// @inheritdoc IOperatorFunds
    function floatExit() external view returns (Exit memory) {
        return Exit(_floatExit.amount, _floatExit.availableAt);
    }

    /// @inheritdoc IOperatorFunds
    function bondExit() external view returns (Exit memory) {
        return Exit(_bondExit.amount, _bondExit.availableAt);
    }

    function _exitOf(uint64 amount, uint48 holdings, uint32 delay)
        private
        view
        returns (StoredExit memory)
    {
        if (amount > holdings) revert ExitBeyondHoldings(amount, holdings);
        if (amount == 0) return StoredExit(0, 0);
        return StoredExit(uint256(amount).fit46(), uint40(block.timestamp + delay));
    }

    function _dueAmount(StoredExit storage exit) private view returns (uint48) {
        if (exit.amount == 0) revert NoExitRequested();
        if (block.timestamp < exit.availableAt) revert ExitNotDue(exit.availableAt);
        return exit.amount;
    }
}
