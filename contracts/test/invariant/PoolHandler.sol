// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool, Withdrawal} from "../../src/interfaces/ILabelPool.sol";
import {PoolWorld} from "../PoolWorld.sol";
import {LabelerModel, OperatorModel, ProjectModel} from "./Model.sol";

/// @dev Plays everybody, honest and not, and keeps the model. Few actors and whole amounts are
/// drawn often, because that is where mistakes hide. Attempts that must fail count as breaches when
/// they do not.
contract PoolHandler is PoolWorld {
    uint256 public constant PROJECTS_MAX = 4;

    ProjectModel[] private _projects;
    LabelerModel[LABELERS + 1] private _labelers;
    OperatorModel private _operator;
    bytes[] private _sentCheckpoints;
    bytes[] private _sentWithdrawals;

    uint256 public gifts;
    uint256 public paidToDestination;
    uint256 public paidToRelayer;
    uint256 public breaches;
    string public lastBreach;

    constructor() {
        build();
        _projects.push();
        _projects.push(ProjectModel(requester, DEPOSIT, 0, 0, FEE_BPS, 0, 0, false));
    }

    function open(uint256 deposit, uint256 feeBps) external {
        if (_projects.length > PROJECTS_MAX) return;
        deposit = between(deposit, 0, 3_000_000);
        feeBps = between(feeBps, 0, 1_000);
        address payer = _projects.length % 2 == 0 ? requester : stranger;
        vm.prank(payer);
        pool.openProject(MANIFEST, STORE, uint64(deposit), uint16(feeBps));
        _projects.push(ProjectModel(payer, deposit, 0, 0, feeBps, 0, 0, false));
    }

    function topUp(uint256 seed, uint256 amount) external {
        (uint32 number, ProjectModel storage model) = pick(seed);
        amount = between(amount, 1, 1_000_000);
        bytes memory call = abi.encodeCall(ILabelPool.topUp, (number, uint64(amount)));
        if (model.closesAt != 0) return mustFail(stranger, call, "top up while closing");
        mustPass(stranger, call);
        model.deposit += amount;
    }

    function requestClose(uint256 seed) external {
        (uint32 number, ProjectModel storage model) = pick(seed);
        bytes memory call = abi.encodeCall(ILabelPool.requestClose, (number));
        mustFail(operator, call, "close by the operator");
        if (model.closesAt != 0) return mustFail(model.requester, call, "second close");
        if (seed % 4 != 0) return; // or else hardly anything stays open
        mustPass(model.requester, call);
        model.closesAt = block.timestamp + CLOSE_NOTICE;
    }

    function refund(uint256 seed) external {
        (uint32 number, ProjectModel storage model) = pick(seed);
        bytes memory call = abi.encodeCall(ILabelPool.refund, (number));
        bool due = model.closesAt != 0 && block.timestamp >= model.closesAt;
        if (model.refunded || !due) return mustFail(model.requester, call, "refund not due");
        uint256 before = token.balanceOf(model.requester);
        mustPass(relayer, call);
        uint256 expected = (model.deposit - model.credits - model.fees) * UNIT;
        expect(token.balanceOf(model.requester) - before == expected, "refund amount");
        model.refunded = true;
    }

    function credit(uint256 seed, uint256 first, uint256 second, uint256 fee) external {
        (uint32 number, ProjectModel storage model) = pick(seed);
        uint256 rest = model.deposit - model.credits - model.fees;
        if (model.refunded || rest == 0) return;
        first = between(first, 1, rest);
        second = between(second, 0, rest - first);
        uint256 low = 1 + seed % LABELERS;
        uint256 high = low + (seed >> 128) % (LABELERS + 1 - low);
        uint256 cap = (model.credits + first + second) * model.feeBps / 10_000 - model.fees;
        uint256 room = rest - first - second;
        fee = between(fee, 0, cap < room ? cap : room);
        bytes memory entries = entry(low, first);
        if (second > 0) entries = bytes.concat(entries, entry(high, second));
        bytes memory call = checkpointCall(number, model.checkpoints + 1, fee, entries);
        mustPass(checkpointKey, call);
        _sentCheckpoints.push(call);
        _labelers[low].credited += first;
        _labelers[high].credited += second;
        model.credits += first + second;
        model.fees += fee;
        model.checkpoints += 1;
        _operator.feesDue += fee;
    }

    function overcharge(uint256 seed, uint256 credits, uint256 fee) external {
        (uint32 number, ProjectModel storage model) = pick(seed);
        uint256 rest = model.deposit - model.credits - model.fees;
        credits = between(credits, 1, 4_000_000);
        fee = between(fee, 0, 4_000_000);
        uint256 cap = (model.credits + credits) * model.feeBps / 10_000;
        bool allowed = !model.refunded && credits + fee <= rest && model.fees + fee <= cap;
        if (allowed) return;
        bytes memory entries = entry(1 + seed % LABELERS, credits);
        bytes memory call = checkpointCall(number, model.checkpoints + 1, fee, entries);
        mustFail(checkpointKey, call, "overcharge");
    }

    function replayCheckpoint(uint256 seed) external {
        if (_sentCheckpoints.length == 0) return;
        bytes memory call = _sentCheckpoints[seed % _sentCheckpoints.length];
        mustFail(checkpointKey, call, "checkpoint twice");
        mustFail(operator, call, "checkpoint by the operator");
    }

    function withdraw(uint256 seed, uint256 amount, uint256 relayFee) external {
        uint256 index = 1 + seed % LABELERS;
        LabelerModel storage model = _labelers[index];
        uint256 available = model.credited - model.withdrawn;
        if (available == 0) return;
        amount = between(amount, 1, available);
        relayFee = between(relayFee, 0, amount);
        bytes memory call = withdrawCall(index, index, amount, relayFee);
        mustPass(relayer, call);
        _sentWithdrawals.push(call);
        model.withdrawn += amount;
        model.nonce += 1;
        paidToDestination += amount - relayFee;
        paidToRelayer += relayFee;
    }

    function steal(uint256 seed, uint256 amount) external {
        uint256 victim = 1 + seed % LABELERS;
        uint256 thief = 1 + victim % LABELERS;
        LabelerModel storage model = _labelers[victim];
        uint256 available = model.credited - model.withdrawn;
        mustFail(relayer, withdrawCall(victim, victim, available + 1, 0), "more than the credit");
        amount = between(amount, 1, available + 1);
        mustFail(relayer, withdrawCall(thief, victim, amount, 0), "another's signature");
    }

    function replayWithdrawal(uint256 seed) external {
        if (_sentWithdrawals.length == 0) return;
        bytes memory call = _sentWithdrawals[seed % _sentWithdrawals.length];
        mustFail(relayer, call, "withdrawal twice");
    }

    function addFunds(uint256 floated, uint256 bonded) external {
        floated = between(floated, 1, 1_000_000);
        bonded = between(bonded, 1, 1_000_000);
        mustPass(operator, abi.encodeCall(ILabelPool.addFloat, (uint64(floated))));
        mustPass(stranger, abi.encodeCall(ILabelPool.addBond, (uint64(bonded))));
        _operator.float += floated;
        _operator.bond += bonded;
    }

    function requestExits(uint256 floated, uint256 bonded) external {
        if (_operator.float == 0 || _operator.bond == 0) return;
        floated = between(floated, 1, _operator.float);
        bonded = between(bonded, 1, _operator.bond);
        mustPass(operator, abi.encodeCall(ILabelPool.requestFloatExit, (uint64(floated))));
        mustPass(operator, abi.encodeCall(ILabelPool.requestBondExit, (uint64(bonded))));
        (_operator.floatExit, _operator.bondExit) = (floated, bonded);
        _operator.floatExitAt = _operator.bondExitAt = block.timestamp + EXIT_DELAY;
    }

    function takeFloat() external {
        bytes memory call = abi.encodeCall(ILabelPool.takeFloat, ());
        bool due = _operator.floatExit != 0 && block.timestamp >= _operator.floatExitAt;
        if (!due) return mustFail(operator, call, "float not due");
        mustPass(operator, call);
        _operator.float -= _operator.floatExit;
        _operator.floatExit = 0;
    }

    function takeBond() external {
        bytes memory call = abi.encodeCall(ILabelPool.takeBond, ());
        bool due = _operator.bondExit != 0 && block.timestamp >= _operator.bondExitAt;
        if (!due) return mustFail(operator, call, "bond not due");
        mustPass(operator, call);
        _operator.bond -= _operator.bondExit;
        _operator.bondExit = 0;
    }

    function takeFees() external {
        bytes memory call = abi.encodeCall(ILabelPool.takeFees, (operator));
        mustFail(checkpointKey, call, "fees by the checkpoint key");
        if (_operator.feesDue == 0) return mustFail(operator, call, "no fees due");
        mustPass(operator, call);
        _operator.feesDue = 0;
    }

    function give(uint256 baseUnits) external {
        baseUnits = between(baseUnits, 0, 1e18);
        token.mint(address(pool), baseUnits);
        gifts += baseUnits;
    }

    function pass(uint256 period) external {
        vm.warp(block.timestamp + between(period, 0, CLOSE_NOTICE));
    }

    function projectCount() external view returns (uint256) {
        return _projects.length - 1;
    }

    function projectAt(uint256 number) external view returns (ProjectModel memory) {
        return _projects[number];
    }

    function labelerAt(uint256 index) external view returns (LabelerModel memory) {
        return _labelers[index];
    }

    function operatorFunds() external view returns (OperatorModel memory) {
        return _operator;
    }

    function world() external view returns (ILabelPool, address, address) {
        return (pool, destination, relayer);
    }

    function pick(uint256 seed) private view returns (uint32, ProjectModel storage) {
        uint256 number = 1 + (seed >> 64) % (_projects.length - 1);
        return (uint32(number), _projects[number]);
    }

    function checkpointCall(uint32 number, uint256 checkpoint_, uint256 fee, bytes memory entries)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeCall(
            ILabelPool.checkpoint, (number, uint32(checkpoint_), RECORD, uint64(fee), entries)
        );
    }

    function withdrawCall(uint256 signer, uint256 index, uint256 amount, uint256 relayFee)
        private
        view
        returns (bytes memory)
    {
        Withdrawal memory order = Withdrawal({
            labeler: labeler(index),
            destination: destination,
            amount: uint64(amount),
            maxRelayFee: uint64(relayFee),
            nonce: uint64(_labelers[index].nonce),
            deadline: type(uint64).max
        });
        bytes memory signature = signed(signer, order);
        return abi.encodeCall(ILabelPool.withdraw, (order, signature, uint64(relayFee)));
    }

    function mustPass(address caller, bytes memory call) private {
        vm.prank(caller);
        (bool passed, bytes memory answer) = address(pool).call(call);
        if (passed) return;
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }

    function mustFail(address caller, bytes memory call, string memory what) private {
        vm.prank(caller);
        (bool passed,) = address(pool).call(call);
        expect(!passed, what);
    }

    function expect(bool right, string memory what) private {
        if (right) return;
        ++breaches;
        lastBreach = what;
    }
}
