// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../interfaces/IHalts.sol";
import {ILabelPool} from "../interfaces/ILabelPool.sol";
import {IOperatorFunds} from "../interfaces/IOperatorFunds.sol";
import {PoolState} from "../interfaces/PoolTypes.sol";
import {Funds, PackedFunds} from "../libraries/PackedFunds.sol";
import {TokenVault} from "./TokenVault.sol";

/// @title The slot that every movement of the operator's money reads and writes.
abstract contract FundsLedger is TokenVault {
    uint256 private _fundsWord;

    /// @inheritdoc ILabelPool
    address public immutable operator;

    constructor(address operator_) {
        if (operator_ == address(0)) revert ZeroAddress();
        operator = operator_;
    }

    /// @inheritdoc IHalts
    function state() external view returns (PoolState) {
        return _funds().state;
    }

    function _funds() internal view returns (Funds memory) {
        return PackedFunds.unpacked(_fundsWord);
    }

    function _storeFunds(Funds memory funds) internal {
        _fundsWord = PackedFunds.packed(funds);
    }

    /// @dev The funds of a pool at work; refuses if it is not.
    function _runningFunds() internal view returns (Funds memory funds) {
        funds = _funds();
        if (funds.state != PoolState.Running) revert PoolHalted();
    }

    /// @dev The rule of the bond.
    function _requireCovered(Funds memory funds) internal pure {
        uint256 required = 2 * (uint256(funds.unproven) + funds.float);
        if (funds.bond < required) revert BondTooSmall(required, funds.bond);
    }

    function _requireOperator() internal view {
        if (msg.sender != operator) revert NotOperator(msg.sender, operator);
    }
}
