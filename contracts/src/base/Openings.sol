// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICheckpoints} from "../interfaces/ICheckpoints.sol";
import {ILabelPool} from "../interfaces/ILabelPool.sol";
import {Opening} from "../interfaces/PoolTypes.sol";
import {Funds} from "../libraries/PackedFunds.sol";
import {Ledger} from "../libraries/PackedLedger.sol";
import {CheckpointKey} from "./CheckpointKey.sol";
import {Projects} from "./Projects.sol";

/// @title Makes records readable, and frees the bond from those that nobody disputed.
abstract contract Openings is Projects, CheckpointKey {
    // | unused 144 | lastCheckpoint u24 | challengeEndsAt u40 | amount u48 |
    struct StoredOpening {
        uint48 amount;
        uint40 challengeEndsAt;
        uint24 lastCheckpoint;
    }

    uint256 private constant PROVEN_AT_ONCE = 64;

    mapping(uint32 projectNumber => mapping(uint256 opening => StoredOpening)) private _openings;

    /// @inheritdoc ICheckpoints
    function open(uint32 projectNumber, uint32 number, bytes32 key) external {
        _requireCheckpointKey();
        if (key == 0) revert ZeroHash();
        StoredProject storage stored = _existing(projectNumber);
        Ledger memory ledger = _ledgerOf(projectNumber);
        if (ledger.unopenedSince == 0) revert NothingToOpen(projectNumber);
        if (number != ledger.checkpointCount) {
            revert WrongCheckpointNumber(projectNumber, number, ledger.checkpointCount);
        }
        uint40 amount = ledger.unopened;
        uint40 challengeEndsAt = uint40(block.timestamp + _challengeWindow);
        uint24 opening = ++stored.openingCount;
        _openings[projectNumber][opening] =
            StoredOpening(amount, challengeEndsAt, ledger.checkpointCount);
        (ledger.unopened, ledger.unopenedSince) = (0, 0);
        _storeLedger(projectNumber, ledger);
        emit RecordsOpened(projectNumber, opening, number, key, amount, challengeEndsAt);
    }

    /// @inheritdoc ICheckpoints
    function prove(uint32 projectNumber) external {
        StoredProject storage stored = _existing(projectNumber);
        uint32 holds = _holdsOf(projectNumber);
        if (holds != 0) revert DisputePending(holds);
        (uint24 proven, uint48 amount) = _undisputed(projectNumber, stored);
        if (proven == stored.provenCount) revert NothingToProve(projectNumber);
        stored.provenCount = proven;
        Funds memory funds = _funds();
        funds.unproven -= amount;
        _storeFunds(funds);
        emit RecordsProven(projectNumber, proven, amount);
    }

    /// @inheritdoc ICheckpoints
    function openingOf(uint32 projectNumber, uint32 opening)
        external
        view
        returns (Opening memory)
    {
        if (opening == 0 || opening > _existing(projectNumber).openingCount) {
            revert UnknownOpening(projectNumber, opening);
        }
        StoredOpening memory stored = _openings[projectNumber][opening];
        return Opening({
            firstCheckpoint: _openings[projectNumber][opening - 1].lastCheckpoint + 1,
            lastCheckpoint: stored.lastCheckpoint,
            amount: stored.amount,
            challengeEndsAt: stored.challengeEndsAt
        });
    }

    /// @inheritdoc ICheckpoints
    function openingDueAt(uint32 projectNumber) external view returns (uint40) {
        _existing(projectNumber);
        return _dueAt(_ledgerOf(projectNumber));
    }

    /// @inheritdoc ICheckpoints
    function unproven() external view returns (uint64) {
        return _funds().unproven;
    }

    function _requireOpeningNotOverdue(uint32 projectNumber, Ledger memory ledger) internal view {
        uint40 dueAt = _dueAt(ledger);
        if (dueAt != 0 && block.timestamp > dueAt) revert OpeningOverdue(projectNumber, dueAt);
    }

    function _dueAt(Ledger memory ledger) private view returns (uint40) {
        if (ledger.unopenedSince == 0) return 0;
        return uint40(ledger.unopenedSince) + _openingInterval;
    }

    /// @dev The opening up to which nobody can dispute any more, and the sum of those not proven.
    function _undisputed(uint32 projectNumber, StoredProject storage stored)
        private
        view
        returns (uint24 proven, uint48 amount)
    {
        proven = stored.provenCount;
        uint24 count = stored.openingCount;
        for (uint256 i = 0; i < PROVEN_AT_ONCE && proven < count; ++i) {
            StoredOpening memory next = _openings[projectNumber][proven + 1];
            if (block.timestamp <= next.challengeEndsAt) break;
            ++proven;
            amount += next.amount;
        }
    }
}
