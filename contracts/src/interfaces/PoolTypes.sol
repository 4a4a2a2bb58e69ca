// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {IRegistry} from "./IRegistry.sol";

/// @notice A pool's periods, in seconds; none of them ever changes.
/// @dev settleWithin + grace + checkpointInterval fit in each of closeNotice, floatExitDelay,
/// bondExitDelay and the registry's rotationDelay; settleWithin + grace in its redeemTime;
/// challengeWindow in bondExitDelay. So whatever was promised can be claimed before money leaves.
struct Periods {
    /// The longest time from a receipt to its settleBy. Clients refuse receipts beyond.
    uint32 settleWithin;
    /// From the filing of a late receipt to the default.
    uint32 grace;
    /// The longest time that the operator lets pass between checkpoints of a busy project.
    uint32 checkpointInterval;
    /// From a requester's wish to close to the refund.
    uint32 closeNotice;
    /// From the announcement of a float exit to its payment.
    uint32 floatExitDelay;
    /// From the announcement of a bond exit to its payment.
    uint32 bondExitDelay;
    /// From a project's oldest unopened checkpoint to the time when its opening is due.
    uint32 openingInterval;
    /// From an opening to the time when it can no longer be disputed.
    uint32 challengeWindow;
    /// From the halt to the last second in which claims are taken. To be chosen longer than the
    /// Court's longest dispute: awards that come later find nothing.
    uint32 claimTime;
}

/// @notice What a pool is made with; none of it ever changes.
struct PoolSettings {
    /// The token that pays.
    IERC20Metadata token;
    /// Where labelers have their indices and payout addresses, and operators their keys.
    IRegistry registry;
    /// Owns float, bond and fees.
    address operator;
    /// Holds disputed projects and convicts.
    address court;
    /// One unit is 10^-unitDecimals of a token.
    uint8 unitDecimals;
    /// The largest fee that a project can agree to, in hundredths of a percent of its credits.
    uint16 maxFeeBps;
    Periods periods;
}

/// @notice What a requester agrees to when it opens a project.
struct ProjectTerms {
    /// Hash of the manifest, which says what is to be labeled and what it pays.
    bytes32 manifestHash;
    /// Where the manifest and the project's records are kept.
    string store;
    /// The operator's fee, in hundredths of a percent of what labelers are credited.
    uint16 feeBps;
    /// The largest debit between two openings, in units.
    uint64 maxUnopened;
}

/// @notice One labeling job.
struct ProjectState {
    address requester;
    /// Units paid in so far.
    uint64 deposit;
    /// Units credited to labelers.
    uint64 credited;
    /// Units of fees: `credited * feeBps / 10,000`, rounded down.
    uint64 fees;
    /// Units debited by checkpoints that no opening covers yet.
    uint64 unopened;
    /// The largest `unopened` that the requester agreed to.
    uint64 maxUnopened;
    uint16 feeBps;
    uint32 checkpointCount;
    /// Time of the oldest checkpoint that no opening covers yet; 0 if there is none.
    uint40 unopenedSince;
    /// How many openings there were, and how many of them are proven.
    uint32 openingCount;
    uint32 provenCount;
    /// Disputes pending.
    uint32 holds;
    /// Earliest time of the refund; 0 until the requester asks for the close.
    uint40 closesAt;
    bool refunded;
}

/// @notice The moment at which the records of a project's checkpoints became readable.
struct Opening {
    /// The first and last checkpoint whose record it opened.
    uint32 firstCheckpoint;
    uint32 lastCheckpoint;
    /// Units that these checkpoints debited.
    uint64 amount;
    /// Last second in which a dispute over these records can begin.
    uint40 challengeEndsAt;
}

/// @notice An operator's float or bond on its way out.
struct Exit {
    /// Units that can be taken; 0 if no exit was asked for.
    uint64 amount;
    /// Earliest time of the payment.
    uint40 availableAt;
}

/// @notice A labeler's order to pay out; signed as EIP-712 typed data under the pool's domain.
struct Withdrawal {
    address labeler;
    address destination;
    /// Units leaving the labeler's credit, the relay fee included.
    uint64 amount;
    uint64 maxRelayFee;
    /// Units that the labeler has withdrawn before: an order is good until the next payment.
    uint64 nonce;
    /// Last second at which the order is good.
    uint64 deadline;
}

/// @notice The operator's promise for one answer; signed by its receipt key as EIP-712 typed data
/// under the pool's domain.
struct Receipt {
    address labeler;
    /// Counts the labeler's receipts in the pool from 1.
    uint64 number;
    /// Units that the pool owes the labeler for everything so far, credited or not.
    uint64 owed;
    uint32 project;
    /// Counts the labeler's answers to the project from 1.
    uint32 sequence;
    /// Hash of the labeler's chain of answers, this one last.
    bytes32 head;
    bytes32 task;
    /// The answer's place among the task's answers, from 1.
    uint16 position;
    /// Last second at which the credit may be below `owed`.
    uint64 settleBy;
}

/// @notice A receipt that was filed because it was late.
struct LateReceipt {
    /// What the receipt says; 0 if none was filed.
    uint64 owed;
    /// Last second in which the operator can credit it without being in default.
    uint40 graceEndsAt;
}

/// @notice What an account can claim of a halted operator's money, in units.
struct Claim {
    /// What the Court ruled; paid first.
    uint64 award;
    /// What receipts promised and credits lack; paid from what awards leave.
    uint64 shortfall;
    bool paid;
}

/// @notice Why an operator was halted.
enum HaltCause {
    Default,
    Equivocation,
    Dispute
}

/// @notice Where a pool stands: at work, halted and taking claims, or dividing what there is.
enum PoolState {
    Running,
    Halted,
    Settled
}
