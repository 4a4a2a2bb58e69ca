// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev What the pool should hold and owe, kept as plainly as possible beside it.
struct ProjectModel {
    address requester;
    uint256 deposit;
    uint256 credits;
    uint256 feeBps;
    uint256 checkpoints;
    uint256 unopened;
    uint256 unopenedSince;
    uint256 closesAt;
    uint256 openings;
    uint256 proven;
    uint256 holds;
    bool refunded;
}

struct OpeningModel {
    uint256 amount;
    uint256 endsAt;
}

struct LabelerModel {
    uint256 credited;
    uint256 withdrawn;
    uint256 lateOwed;
    uint256 graceEndsAt;
    uint256 award;
    uint256 shortfall;
    bool paid;
}

struct OperatorModel {
    uint256 float;
    // What is announced to leave is in it.
    uint256 bond;
    uint256 feesDue;
    uint256 unproven;
    uint256 floatExit;
    uint256 bondExit;
    uint256 floatExitAt;
    uint256 bondExitAt;
    uint256 holds;
}

struct HaltModel {
    uint256 haltedAt;
    uint256 bond;
    bool reported;
    bool burned;
    bool rewarded;
    bool settled;
    uint256 pot;
    uint256 forAwards;
    uint256 forShortfalls;
}
