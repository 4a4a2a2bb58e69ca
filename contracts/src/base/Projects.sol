// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {ILabelPool, ProjectState} from "../interfaces/ILabelPool.sol";
import {TokenVault} from "./TokenVault.sol";

/// @title Projects from their opening to their refund.
abstract contract Projects is TokenVault {
    using SafeCast for uint256;

    // Two slots; a checkpoint reads and writes the second alone:
    //
    //     255      200 199        160 159                                            0
    //     |  unused   | closesAt u40 |                   requester                    |
    //
    //     255    248 247    240 239  224 223         192 191    128 127      64 63       0
    //     | unused | status   | feeBps  | checkpoints u32 | fees u64 | debited u64 | deposit u64 |
    struct StoredProject {
        address requester;
        uint40 closesAt;
        Ledger ledger;
    }

    enum Status {
        None,
        Open,
        Refunded
    }

    struct Ledger {
        uint64 deposit;
        uint64 debited;
        uint64 fees;
        uint32 checkpointCount;
        uint16 feeBps;
        Status status;
    }

    uint16 internal constant ALL_BPS = 10_000;

    /// @inheritdoc ILabelPool
    uint16 public immutable maxFeeBps;

    /// @inheritdoc ILabelPool
    uint32 public immutable closeNotice;

    /// @inheritdoc ILabelPool
    uint32 public projectCount;

    mapping(uint32 number => StoredProject) private _projects;

    constructor(uint16 maxFeeBps_, uint32 closeNotice_) {
        if (maxFeeBps_ > ALL_BPS) revert FeeAboveLimit(maxFeeBps_, ALL_BPS);
        if (closeNotice_ == 0) revert ZeroPeriod();
        maxFeeBps = maxFeeBps_;
        closeNotice = closeNotice_;
    }

    /// @inheritdoc ILabelPool
    function openProject(bytes32 manifestHash, string calldata store, uint64 deposit, uint16 feeBps)
        external
        nonReentrant
        returns (uint32 projectNumber)
    {
        if (manifestHash == 0) revert ZeroHash();
        if (feeBps > maxFeeBps) revert FeeAboveLimit(feeBps, maxFeeBps);
        projectNumber = ++projectCount;
        _projects[projectNumber].requester = msg.sender;
        _projects[projectNumber].ledger = Ledger(deposit, 0, 0, 0, feeBps, Status.Open);
        emit ProjectOpened(projectNumber, msg.sender, manifestHash, store, feeBps, deposit);
        _pull(deposit);
    }

    /// @inheritdoc ILabelPool
    function topUp(uint32 projectNumber, uint64 amount) external nonReentrant {
        StoredProject storage stored = _existing(projectNumber);
        if (amount == 0) revert ZeroAmount();
        if (stored.closesAt != 0) revert CloseAlreadyRequested(projectNumber, stored.closesAt);
        stored.ledger.deposit += amount;
        emit ProjectToppedUp(projectNumber, msg.sender, amount);
        _pull(amount);
    }

    /// @inheritdoc ILabelPool
    function requestClose(uint32 projectNumber) external {
        StoredProject storage stored = _existing(projectNumber);
        if (msg.sender != stored.requester) {
            revert NotRequester(projectNumber, msg.sender, stored.requester);
        }
        if (stored.closesAt != 0) revert CloseAlreadyRequested(projectNumber, stored.closesAt);
        stored.closesAt = (block.timestamp + closeNotice).toUint40();
        emit CloseRequested(projectNumber, stored.closesAt);
    }

    /// @inheritdoc ILabelPool
    function refund(uint32 projectNumber) external nonReentrant {
        StoredProject storage stored = _existing(projectNumber);
        Ledger memory ledger = stored.ledger;
        uint40 closesAt = stored.closesAt;
        if (closesAt == 0) revert CloseNotRequested(projectNumber);
        if (ledger.status == Status.Refunded) revert AlreadyRefunded(projectNumber);
        if (block.timestamp < closesAt) revert CloseNoticeRunning(projectNumber, closesAt);
        uint64 amount = ledger.deposit - ledger.debited;
        stored.ledger.status = Status.Refunded;
        emit ProjectRefunded(projectNumber, stored.requester, amount);
        _push(stored.requester, amount);
    }

    /// @inheritdoc ILabelPool
    function project(uint32 projectNumber) external view returns (ProjectState memory) {
        StoredProject storage stored = _existing(projectNumber);
        Ledger memory ledger = stored.ledger;
        return ProjectState({
            requester: stored.requester,
            deposit: ledger.deposit,
            debited: ledger.debited,
            fees: ledger.fees,
            feeBps: ledger.feeBps,
            checkpointCount: ledger.checkpointCount,
            closesAt: stored.closesAt,
            refunded: ledger.status == Status.Refunded
        });
    }

    /// @dev The ledger of a project that can still be debited.
    function _openLedger(uint32 projectNumber) internal view returns (Ledger memory ledger) {
        ledger = _projects[projectNumber].ledger;
        if (ledger.status == Status.None) revert UnknownProject(projectNumber);
        if (ledger.status == Status.Refunded) revert AlreadyRefunded(projectNumber);
    }

    function _storeLedger(uint32 projectNumber, Ledger memory ledger) internal {
        _projects[projectNumber].ledger = ledger;
    }

    function _existing(uint32 projectNumber) private view returns (StoredProject storage stored) {
        stored = _projects[projectNumber];
        if (stored.requester == address(0)) revert UnknownProject(projectNumber);
    }
}
