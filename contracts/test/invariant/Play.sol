// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {PoolWorld} from "../PoolWorld.sol";
import {HaltModel, LabelerModel, OpeningModel, OperatorModel, ProjectModel} from "./Model.sol";

/// @dev The model, and calls that must pass or must fail. Few actors and whole amounts are drawn
/// often, because that is where mistakes hide. What must fail counts as a breach when it does not.
abstract contract Play is PoolWorld {
    address internal immutable watcher = namedAccount("watcher");

    ProjectModel[] internal projects;
    mapping(uint256 number => OpeningModel[]) internal openings;
    LabelerModel[LABELERS + 1] internal people;
    OperatorModel internal operatorModel;
    HaltModel internal haltModel;

    uint256 public gifts;
    uint256 public paidToDestination;
    uint256 public paidToRelayer;
    uint256 public breaches;
    string public lastBreach;

    constructor() {
        build();
        projects.push();
        addProject(requester, DEPOSIT, FEE_BPS);
        operatorModel.bond = BOND;
    }

    function addProject(address owner, uint256 deposit, uint256 feeBps) internal {
        ProjectModel storage model = projects.push();
        (model.requester, model.deposit, model.feeBps) = (owner, deposit, feeBps);
    }

    function pick(uint256 seed) internal view returns (uint32, ProjectModel storage) {
        uint256 number = 1 + (seed >> 64) % (projects.length - 1);
        return (uint32(number), projects[number]);
    }

    function debitOf(uint256 credits, uint256 feeBps) internal pure returns (uint256) {
        return credits + credits * feeBps / 10_000;
    }

    /// @dev What the bond still covers.
    function room() internal view returns (uint256) {
        OperatorModel storage model = operatorModel;
        uint256 bonded = model.bond - model.bondExit;
        uint256 used = 2 * (model.unproven + model.float);
        return bonded > used ? (bonded - used) / 2 : 0;
    }

    function running() internal view returns (bool) {
        return haltModel.haltedAt == 0;
    }

    function modelHalt(bool reported) internal {
        haltModel.haltedAt = block.timestamp;
        haltModel.bond = operatorModel.bond;
        haltModel.reported = reported;
        (operatorModel.floatExit, operatorModel.bondExit) = (0, 0);
        haltModel.pot =
            operatorModel.float + operatorModel.feesDue + haltModel.bond - burned() - reward();
    }

    function burned() internal view returns (uint256) {
        return haltModel.bond / 2;
    }

    function reward() internal view returns (uint256) {
        return haltModel.reported ? burned() / 20 : 0;
    }

    function takesClaims() internal view returns (bool) {
        return
            !running() && block.timestamp <= haltModel.haltedAt + CLAIM_TIME && !haltModel.settled;
    }

    function mustPass(address caller, bytes memory call) internal {
        vm.prank(caller);
        (bool passed, bytes memory answer) = address(pool).call(call);
        if (passed) return;
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }

    function mustFail(address caller, bytes memory call, string memory what) internal {
        vm.prank(caller);
        (bool passed,) = address(pool).call(call);
        expect(!passed, what);
    }

    /// @dev `call` must pass exactly if `may`; return whether it did.
    function mustAgree(bool may, address caller, bytes memory call, string memory what)
        internal
        returns (bool)
    {
        if (may) mustPass(caller, call);
        else mustFail(caller, call, what);
        return may;
    }

    function expect(bool right, string memory what) internal {
        if (right) return;
        ++breaches;
        lastBreach = what;
    }

    function projectCount() external view returns (uint256) {
        return projects.length - 1;
    }

    function projectAt(uint256 number) external view returns (ProjectModel memory) {
        return projects[number];
    }

    function labelerAt(uint256 index) external view returns (LabelerModel memory) {
        return people[index];
    }

    function operatorFunds() external view returns (OperatorModel memory) {
        return operatorModel;
    }

    function haltAt() external view returns (HaltModel memory) {
        return haltModel;
    }

    function world() external view returns (ILabelPool, address, address) {
        return (pool, destination, relayer);
    }
}
