// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../interfaces/ILabelPool.sol";
import {IProjects} from "../interfaces/IProjects.sol";
import {ProjectState, ProjectTerms} from "../interfaces/PoolTypes.sol";
import {Amounts} from "../libraries/Amounts.sol";
import {Ledger, PackedLedger, ProjectStatus} from "../libraries/PackedLedger.sol";
import {FundsLedger} from "./FundsLedger.sol";
import {PoolPeriods} from "./PoolPeriods.sol";

/// @title Projects from their opening to their refund.
abstract contract Projects is FundsLedger, PoolPeriods {
    using Amounts for uint256;

    // Two slots; a checkpoint reads and writes the second alone, which PackedLedger draws:
    //
    //     | unused 8 | provenCount u24 | openingCount u24 | closesAt u40 | requester |
    //     | ledger |
    struct StoredProject {
        address requester;
        uint40 closesAt;
        uint24 openingCount;
        uint24 provenCount;
        uint256 ledger;
    }

    uint16 internal constant ALL_BPS = 10_000;

    /// @inheritdoc ILabelPool
    uint16 public immutable maxFeeBps;

    /// @inheritdoc IProjects
    uint32 public projectCount;

    mapping(uint32 number => StoredProject) private _projects;

    constructor(uint16 maxFeeBps_) {
        if (maxFeeBps_ > ALL_BPS) revert FeeAboveLimit(maxFeeBps_, ALL_BPS);
        maxFeeBps = maxFeeBps_;
    }

    /// @inheritdoc IProjects
    function openProject(ProjectTerms calldata terms, uint64 deposit)
        external
        nonReentrant
        returns (uint32 projectNumber)
    {
        return _openProject(msg.sender, terms, deposit);
    }

    /// @inheritdoc IProjects
    function openProjectFor(address requester, ProjectTerms calldata terms, uint64 deposit)
        external
        nonReentrant
        returns (uint32 projectNumber)
    {
        if (requester == address(0)) revert ZeroAddress();
        return _openProject(requester, terms, deposit);
    }

    /// @inheritdoc IProjects
    function topUp(uint32 projectNumber, uint64 amount) external nonReentrant {
        StoredProject storage stored = _existing(projectNumber);
        if (amount == 0) revert ZeroAmount();
        if (stored.closesAt != 0) revert CloseAlreadyRequested(projectNumber, stored.closesAt);
        _runningFunds();
        Ledger memory ledger = _ledgerOf(projectNumber);
        ledger.deposit = (uint256(ledger.deposit) + amount).fit48();
        _storeLedger(projectNumber, ledger);
        emit ProjectToppedUp(projectNumber, msg.sender, amount);
        _pull(amount);
    }

    /// @inheritdoc IProjects
    function requestClose(uint32 projectNumber) external {
        StoredProject storage stored = _existing(projectNumber);
        if (msg.sender != stored.requester) {
            revert NotRequester(projectNumber, msg.sender, stored.requester);
        }
        if (stored.closesAt != 0) revert CloseAlreadyRequested(projectNumber, stored.closesAt);
        stored.closesAt = uint40(block.timestamp + _closeNotice);
        emit CloseRequested(projectNumber, stored.closesAt);
    }

    /// @inheritdoc IProjects
    function refund(uint32 projectNumber) external nonReentrant {
        StoredProject storage stored = _existing(projectNumber);
        Ledger memory ledger = _ledgerOf(projectNumber);
        uint40 closesAt = stored.closesAt;
        if (closesAt == 0) revert CloseNotRequested(projectNumber);
        if (ledger.status == ProjectStatus.Refunded) revert AlreadyRefunded(projectNumber);
        if (block.timestamp < closesAt) revert CloseNoticeRunning(projectNumber, closesAt);
        uint64 amount = ledger.deposit - ledger.credited - _feesDown(ledger.credited, ledger.feeBps);
        ledger.status = ProjectStatus.Refunded;
        _storeLedger(projectNumber, ledger);
        emit ProjectRefunded(projectNumber, stored.requester, amount);
        _push(stored.requester, amount);
    }

    /// @inheritdoc IProjects
    function project(uint32 projectNumber) external view returns (ProjectState memory) {
        StoredProject storage stored = _existing(projectNumber);
        Ledger memory ledger = _ledgerOf(projectNumber);
        return ProjectState({
            requester: stored.requester,
            deposit: ledger.deposit,
            credited: ledger.credited,
            fees: _feesDown(ledger.credited, ledger.feeBps),
            unopened: ledger.unopened,
            maxUnopened: ledger.maxUnopened,
            feeBps: ledger.feeBps,
            checkpointCount: ledger.checkpointCount,
            unopenedSince: ledger.unopenedSince,
            openingCount: stored.openingCount,
            provenCount: stored.provenCount,
            holds: _holdsOf(projectNumber),
            closesAt: stored.closesAt,
            refunded: ledger.status == ProjectStatus.Refunded
        });
    }

    function _existing(uint32 projectNumber) internal view returns (StoredProject storage stored) {
        stored = _projects[projectNumber];
        if (stored.requester == address(0)) revert UnknownProject(projectNumber);
    }

    function _ledgerOf(uint32 projectNumber) internal view returns (Ledger memory) {
        return PackedLedger.unpacked(_projects[projectNumber].ledger);
    }

    function _storeLedger(uint32 projectNumber, Ledger memory ledger) internal {
        _projects[projectNumber].ledger = PackedLedger.packed(ledger);
    }

    /// @dev Disputes pending over the project.
    function _holdsOf(uint32 projectNumber) internal view virtual returns (uint32);

    /// @dev The operator's fee for all that was ever credited.
    function _feesDown(uint256 credited, uint256 feeBps) internal pure returns (uint48) {
        // forge-lint: disable-next-line(unsafe-typecast) at most `credited`, which is stored in 48
        return uint48(credited * feeBps / ALL_BPS);
    }

    function _openProject(address requester, ProjectTerms calldata terms, uint64 deposit)
        private
        returns (uint32 projectNumber)
    {
        if (terms.manifestHash == 0) revert ZeroHash();
        if (terms.feeBps > maxFeeBps) revert FeeAboveLimit(terms.feeBps, maxFeeBps);
        if (terms.maxUnopened == 0) revert ZeroAmount();
        _runningFunds();
        projectNumber = ++projectCount;
        _projects[projectNumber].requester = requester;
        Ledger memory ledger;
        ledger.deposit = uint256(deposit).fit48();
        ledger.maxUnopened = uint256(terms.maxUnopened).fit40();
        ledger.feeBps = terms.feeBps;
        ledger.status = ProjectStatus.Open;
        _storeLedger(projectNumber, ledger);
        emit ProjectOpened(
            projectNumber,
            requester,
            terms.manifestHash,
            terms.store,
            terms.feeBps,
            terms.maxUnopened,
            deposit
        );
        _pull(deposit);
    }
}
