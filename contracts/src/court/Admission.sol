// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Complaint, ICourt, Kind} from "../interfaces/ICourt.sol";
import {Opening, ProjectState} from "../interfaces/PoolTypes.sol";

/// @title What can be disputed, and when.
library Admission {
    /// @dev As many as a conviction can register in one transaction with room to spare.
    uint256 private constant MAX_AWARDS = 64;

    /// @dev Refuse complaints that come too early, too late or about nothing. Return the opening at
    /// issue, also if it is still to come, and the units that it debits.
    function admit(Complaint calldata complaint, uint32 overdueGrace)
        internal
        view
        returns (uint32 opening, uint64 debited)
    {
        uint256 count = complaint.beneficiaries.length;
        if (complaint.amounts.length != count) {
            revert ICourt.UnequalLengths(count, complaint.amounts.length);
        }
        if (count > MAX_AWARDS) revert ICourt.TooManyAwards(count, MAX_AWARDS);
        if (complaint.opening == 0) return _admitOverdue(complaint, overdueGrace);
        Opening memory opened = complaint.pool.openingOf(complaint.project, complaint.opening);
        if (block.timestamp > opened.challengeEndsAt) {
            revert ICourt.ChallengeOver(opened.challengeEndsAt);
        }
        _requireWithin(complaint.checkpoint, opened.firstCheckpoint, opened.lastCheckpoint);
        return (complaint.opening, opened.amount);
    }

    function _admitOverdue(Complaint calldata complaint, uint32 overdueGrace)
        private
        view
        returns (uint32 opening, uint64 debited)
    {
        if (complaint.kind != Kind.RecordUnavailable) {
            revert ICourt.OnlyUnavailable(complaint.kind);
        }
        uint40 dueAt = complaint.pool.openingDueAt(complaint.project);
        uint40 overdueAt = dueAt + overdueGrace;
        if (dueAt == 0 || block.timestamp <= overdueAt) revert ICourt.NotOverdue(overdueAt);
        ProjectState memory project = complaint.pool.project(complaint.project);
        uint32 first = 1;
        if (project.openingCount != 0) {
            first = complaint.pool.openingOf(complaint.project, project.openingCount).lastCheckpoint
                + 1;
        }
        _requireWithin(complaint.checkpoint, first, project.checkpointCount);
        return (project.openingCount + 1, project.unopened);
    }

    function _requireWithin(uint32 checkpoint, uint32 first, uint32 last) private pure {
        if (checkpoint < first || checkpoint > last) {
            revert ICourt.NotInOpening(checkpoint, first, last);
        }
    }
}
