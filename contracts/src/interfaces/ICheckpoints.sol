// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Opening} from "./PoolTypes.sol";

/// @title The checkpoint key's side of a pool: deposit becomes credit, records become readable.
interface ICheckpoints {
    /// @notice One project's labelers were credited, each by its entry, and the operator by `fee`.
    event Checkpoint(
        uint32 indexed project, uint32 number, bytes32 recordHash, uint64 fee, bytes entries
    );
    /// @notice The records of all checkpoints up to `lastCheckpoint` can be read with `key`.
    /// @dev `key` opens the record of `lastCheckpoint`; the key of the checkpoint before is the
    /// keccak of a checkpoint's key. Whether a key fits is for the Court: the pool does not know.
    event RecordsOpened(
        uint32 indexed project,
        uint32 opening,
        uint32 lastCheckpoint,
        bytes32 key,
        uint64 amount,
        uint40 challengeEndsAt
    );
    /// @notice Nobody disputed the openings up to `provenCount`; `amount` needs no bond any more.
    event RecordsProven(uint32 indexed project, uint32 provenCount, uint64 amount);

    error NotCheckpointKey(address caller, address checkpointKey);
    error WrongCheckpointNumber(uint32 project, uint32 number, uint32 expected);
    error BeyondDeposit(uint32 project, uint256 debited, uint64 deposit);
    error BeyondMaxUnopened(uint32 project, uint256 unopened, uint64 maxUnopened);
    error OpeningOverdue(uint32 project, uint40 dueAt);
    error NothingToOpen(uint32 project);
    error UnknownOpening(uint32 project, uint32 opening);
    error NothingToProve(uint32 project);
    error DisputePending(uint32 holds);

    /// @notice Credit labelers from one project's deposit and anchor the record that explains it.
    /// @dev Only the checkpoint key. Debits the project by exactly the entries' sum plus the growth
    /// of `credits * feeBps / 10,000`, rounded down. Refused when the bond would not cover it, when
    /// more than the agreed maximum would be unopened, and while an opening is overdue.
    /// @param number One more than the project's checkpoints so far, so that nothing is paid twice
    /// when a transaction is sent again.
    /// @param recordHash Hash of the record from which the credits can be recomputed.
    /// @param entries Eight bytes each: labeler index and units, both big-endian uint32. Indices
    /// never fall, units are positive. No entries: the record alone is anchored.
    function checkpoint(
        uint32 projectNumber,
        uint32 number,
        bytes32 recordHash,
        bytes calldata entries
    ) external;

    /// @notice Make the records of all of a project's checkpoints so far readable.
    /// @dev Only the checkpoint key; also after the refund and in a halted pool.
    /// @param number The project's last checkpoint.
    /// @param key Opens the record of that checkpoint.
    function open(uint32 projectNumber, uint32 number, bytes32 key) external;

    /// @notice Free the bond from a project's openings whose challenge window is over.
    /// @dev Anyone may call. The oldest come first, at most 64 at a time. Refused while a dispute
    /// over the project is pending.
    function prove(uint32 projectNumber) external;

    /// @notice Opening number `opening` of a project, from 1.
    function openingOf(uint32 projectNumber, uint32 opening) external view returns (Opening memory);

    /// @notice When the project's next opening is due; 0 if no checkpoint is unopened.
    /// @dev Later than that, checkpoints of the project are refused until the opening.
    function openingDueAt(uint32 projectNumber) external view returns (uint40);

    /// @notice Units debited by all projects and not yet opened and past their challenge window.
    function unproven() external view returns (uint64);

    /// @notice Units ever credited to `labeler`; never falls.
    function creditOf(address labeler) external view returns (uint64);
}
