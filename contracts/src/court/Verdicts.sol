// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Complaint, DisputeState, ICourt, Side, Stage} from "../interfaces/ICourt.sol";
import {ILabelPool} from "../interfaces/ILabelPool.sol";
import {SideStakes} from "./SideStakes.sol";

/// @title How disputes end: once, and then what follows for the pool and for the stakes.
/// @dev The pool is called apart from the ruling and the payment of stakes, so that no pool can
/// stand in the way of either.
abstract contract Verdicts is SideStakes {
    uint256 private constant SILENT_TENTHS = 9;

    /// @inheritdoc ICourt
    uint256 public disputeCount;

    /// @inheritdoc ICourt
    mapping(bytes32 contentHash => bool) public isBarred;

    mapping(uint256 id => DisputeState) internal _disputes;
    mapping(uint256 id => uint32 opening) internal _openings;
    mapping(ILabelPool pool => uint256) internal _pending;

    mapping(bytes32 contentHash => bool) private _awarded;
    mapping(ILabelPool pool => mapping(uint32 project => mapping(uint32 opening => uint256)))
        private _awardedUnjudged;

    /// @inheritdoc ICourt
    function convict(uint256 id, Complaint calldata complaint) external nonReentrant {
        DisputeState storage dispute = _unexecuted(id);
        if (dispute.winner != Side.Disputant) revert NotWon(id, dispute.winner);
        bytes32 found = contentHashOf(complaint);
        if (found != dispute.contentHash) revert OtherComplaint(found, dispute.contentHash);
        dispute.executed = true;
        uint64[] memory amounts = complaint.amounts;
        if (_awarded[found]) amounts = new uint64[](amounts.length);
        else if (dispute.bySilence) _limit(id, dispute, amounts);
        _awarded[found] = true;
        emit DisputeExecuted(id);
        dispute.pool.convict(dispute.disputant, complaint.beneficiaries, amounts);
        dispute.pool.release(dispute.project);
    }

    /// @inheritdoc ICourt
    function release(uint256 id) external nonReentrant {
        DisputeState storage dispute = _unexecuted(id);
        if (dispute.winner == Side.Disputant) revert NotLost(id, dispute.winner);
        dispute.executed = true;
        emit DisputeExecuted(id);
        dispute.pool.release(dispute.project);
    }

    /// @inheritdoc ICourt
    function takeStake(uint256 id, address member) external nonReentrant {
        _payStake(id, _inStage(id, Stage.Ended).winner, member);
    }

    /// @inheritdoc ICourt
    function disputeOf(uint256 id) external view returns (DisputeState memory) {
        return _disputes[id];
    }

    /// @inheritdoc ICourt
    function contentHashOf(Complaint calldata complaint) public pure returns (bytes32) {
        return keccak256(abi.encode(complaint));
    }

    /// @dev End a dispute.
    function _end(uint256 id, Side winner, bool bySilence) internal {
        DisputeState storage dispute = _disputes[id];
        dispute.stage = Stage.Ended;
        dispute.winner = winner;
        dispute.bySilence = bySilence;
        --_pending[dispute.pool];
        if (winner == Side.Operator && !bySilence) isBarred[dispute.contentHash] = true;
        emit DisputeEnded(id, winner, bySilence);
    }

    function _inStage(uint256 id, Stage expected)
        internal
        view
        returns (DisputeState storage dispute)
    {
        dispute = _disputes[id];
        if (dispute.stage != expected) revert WrongStage(id, dispute.stage, expected);
    }

    /// @dev Shrink `amounts`, that nobody judged, to what is left for them, rounded down. So they
    /// leave in the pool what its receipts can claim, whoever awards itself the rest.
    function _limit(uint256 id, DisputeState storage dispute, uint64[] memory amounts) private {
        mapping(uint32 => uint256) storage awarded = _awardedUnjudged[dispute.pool][dispute.project];
        uint32 opening = _openings[id];
        uint256 room = uint256(dispute.atStake) * SILENT_TENTHS / 10;
        room = room > awarded[opening] ? room - awarded[opening] : 0;
        uint256 sum = 0;
        for (uint256 i = 0; i < amounts.length; ++i) {
            sum += amounts[i];
        }
        if (sum > room) {
            for (uint256 i = 0; i < amounts.length; ++i) {
                // forge-lint: disable-next-line(unsafe-typecast) less than it was
                amounts[i] = uint64(amounts[i] * room / sum);
            }
            sum = room;
        }
        awarded[opening] += sum;
    }

    function _unexecuted(uint256 id) private view returns (DisputeState storage dispute) {
        dispute = _inStage(id, Stage.Ended);
        if (dispute.executed) revert AlreadyExecuted(id);
    }
}
