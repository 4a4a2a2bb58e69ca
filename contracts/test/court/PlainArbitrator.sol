// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IArbitrable} from "../../src/interfaces/IArbitrable.sol";
import {DisputeStatus, IArbitrator} from "../../src/interfaces/IArbitrator.sol";

/// @dev A second arbitrator: one account rules by itself, and can be asked once more.
contract PlainArbitrator is IArbitrator {
    IERC20 public immutable feeToken;
    address public immutable judge = msg.sender;
    uint256 public disputeCount;
    uint256 private cost;
    mapping(uint256 => IArbitrable) private arbitrables;
    mapping(uint256 => uint256) public currentRuling;
    mapping(uint256 => DisputeStatus) public disputeStatus;

    constructor(IERC20 token, uint256 cost_) {
        feeToken = token;
        cost = cost_;
    }

    function setCost(uint256 cost_) external {
        cost = cost_;
    }

    function createDispute(uint256, bytes calldata) external returns (uint256 id) {
        // Numbers of its own, far from the court's.
        id = 1_000 + ++disputeCount;
        arbitrables[id] = IArbitrable(msg.sender);
        emit DisputeCreation(id, IArbitrable(msg.sender));
        require(feeToken.transferFrom(msg.sender, address(this), cost));
    }

    function appeal(uint256 id, bytes calldata) external {
        require(disputeStatus[id] == DisputeStatus.Appealable);
        disputeStatus[id] = DisputeStatus.Waiting;
        emit AppealDecision(id, arbitrables[id]);
        require(feeToken.transferFrom(msg.sender, address(this), cost));
    }

    function propose(uint256 id, uint256 ruling) external {
        require(msg.sender == judge);
        currentRuling[id] = ruling;
        disputeStatus[id] = DisputeStatus.Appealable;
    }

    function give(uint256 id) external {
        disputeStatus[id] = DisputeStatus.Solved;
        arbitrables[id].rule(id, currentRuling[id]);
    }

    function arbitrationCost(bytes calldata) external view returns (uint256) {
        return cost;
    }

    function appealCost(uint256, bytes calldata) external view returns (uint256) {
        return cost;
    }

    function appealPeriod(uint256 id) external view returns (uint256, uint256) {
        return disputeStatus[id] == DisputeStatus.Appealable
            ? (block.timestamp, type(uint256).max)
            : (uint256(0), uint256(0));
    }
}
