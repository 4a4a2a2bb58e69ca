// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev What the pool should hold and owe, kept as plainly as possible beside it.
struct ProjectModel {
    address requester;
    uint256 deposit;
    uint256 credits;
    uint256 fees;
    uint256 feeBps;
    uint256 checkpoints;
    uint256 closesAt;
    bool refunded;
}

struct LabelerModel {
    uint256 credited;
    uint256 withdrawn;
    uint256 nonce;
}

struct OperatorModel {
    uint256 float;
    uint256 bond;
    uint256 feesDue;
    uint256 floatExit;
    uint256 bondExit;
    uint256 floatExitAt;
    uint256 bondExitAt;
}
