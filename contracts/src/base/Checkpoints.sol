// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICheckpoints} from "../interfaces/ICheckpoints.sol";
import {Amounts} from "../libraries/Amounts.sol";
import {Funds} from "../libraries/PackedFunds.sol";
import {Ledger, ProjectStatus} from "../libraries/PackedLedger.sol";
import {Openings} from "./Openings.sol";

/// @title Turns one project's deposit into labelers' credit.
abstract contract Checkpoints is Openings {
    using Amounts for uint256;

    /// @inheritdoc ICheckpoints
    function checkpoint(
        uint32 projectNumber,
        uint32 number,
        bytes32 recordHash,
        bytes calldata entries
    ) external {
        _requireCheckpointKey();
        if (recordHash == 0) revert ZeroHash();
        Ledger memory ledger = _openLedger(projectNumber);
        if (number != ledger.checkpointCount + 1) {
            revert WrongCheckpointNumber(projectNumber, number, ledger.checkpointCount + 1);
        }
        _requireOpeningNotOverdue(projectNumber, ledger);
        Funds memory funds = _runningFunds();
        uint256 credits;
        (credits, funds.knownLabelers) = _credit(entries, funds.knownLabelers);
        uint64 fee = _debit(projectNumber, ledger, funds, credits);
        _requireCovered(funds);
        // forge-lint: disable-next-line(unsafe-typecast) one more than what fits, or else refused
        ledger.checkpointCount = uint24(number);
        if (ledger.unopenedSince == 0) ledger.unopenedSince = uint32(block.timestamp);
        _storeLedger(projectNumber, ledger);
        _storeFunds(funds);
        emit Checkpoint(projectNumber, number, recordHash, fee, entries);
    }

    /// @dev Charge `credits` and the fee that they earn, which is returned, to `ledger`.
    function _debit(uint32 projectNumber, Ledger memory ledger, Funds memory funds, uint256 credits)
        private
        pure
        returns (uint64 fee)
    {
        uint256 credited = ledger.credited + credits;
        uint256 debited = credited + credited * ledger.feeBps / ALL_BPS;
        if (debited > ledger.deposit) revert BeyondDeposit(projectNumber, debited, ledger.deposit);
        fee = _feesDown(credited, ledger.feeBps) - _feesDown(ledger.credited, ledger.feeBps);
        uint256 unopened = ledger.unopened + credits + fee;
        if (unopened > ledger.maxUnopened) {
            revert BeyondMaxUnopened(projectNumber, unopened, ledger.maxUnopened);
        }
        ledger.credited = credited.fit48();
        ledger.unopened = unopened.fit40();
        funds.fees = (uint256(funds.fees) + fee).fit46();
        funds.unproven = (uint256(funds.unproven) + credits + fee).fit48();
    }

    /// @dev The ledger of a project that can still be debited.
    function _openLedger(uint32 projectNumber) private view returns (Ledger memory ledger) {
        ledger = _ledgerOf(projectNumber);
        if (ledger.status == ProjectStatus.None) revert UnknownProject(projectNumber);
        if (ledger.status == ProjectStatus.Refunded) revert AlreadyRefunded(projectNumber);
    }
}
