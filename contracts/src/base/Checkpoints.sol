// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {ILabelPool} from "../interfaces/ILabelPool.sol";
import {CreditLedger} from "./CreditLedger.sol";
import {OperatorFunds} from "./OperatorFunds.sol";
import {Projects} from "./Projects.sol";

/// @title Turns one project's deposit into labelers' credit.
abstract contract Checkpoints is Projects, OperatorFunds, CreditLedger {
    using SafeCast for uint256;

    /// @inheritdoc ILabelPool
    address public immutable checkpointKey;

    /// @inheritdoc ILabelPool
    address public immutable receiptKey;

    constructor(address checkpointKey_, address receiptKey_) {
        if (checkpointKey_ == address(0) || receiptKey_ == address(0)) revert ZeroAddress();
        if (checkpointKey_ == receiptKey_) revert SharedKey(checkpointKey_);
        checkpointKey = checkpointKey_;
        receiptKey = receiptKey_;
    }

    /// @inheritdoc ILabelPool
    function checkpoint(
        uint32 projectNumber,
        uint32 number,
        bytes32 recordHash,
        uint64 fee,
        bytes calldata entries
    ) external {
        if (msg.sender != checkpointKey) {
            revert NotCheckpointKey(msg.sender, checkpointKey);
        }
        if (recordHash == 0) revert ZeroHash();
        Ledger memory ledger = _openLedger(projectNumber);
        if (number != ledger.checkpointCount + 1) {
            revert WrongCheckpointNumber(projectNumber, number, ledger.checkpointCount + 1);
        }
        _debit(ledger, projectNumber, _credit(entries), fee);
        ledger.checkpointCount = number;
        _storeLedger(projectNumber, ledger);
        _earnFee(fee);
        emit Checkpoint(projectNumber, number, recordHash, fee, entries);
    }

    /// @dev Charge credits and fee to `ledger`, within its deposit and its agreed fee.
    function _debit(Ledger memory ledger, uint32 projectNumber, uint256 credits, uint64 fee)
        private
        pure
    {
        uint256 debited = ledger.debited + credits + fee;
        if (debited > ledger.deposit) revert BeyondDeposit(projectNumber, debited, ledger.deposit);
        uint256 fees = uint256(ledger.fees) + fee;
        uint256 cap = _feeCapDown(debited - fees, ledger.feeBps);
        if (fees > cap) revert FeeBeyondCap(projectNumber, fees, cap);
        ledger.debited = debited.toUint64();
        ledger.fees = fees.toUint64();
    }

    function _feeCapDown(uint256 credits, uint16 feeBps) private pure returns (uint256) {
        return credits * feeBps / ALL_BPS;
    }
}
