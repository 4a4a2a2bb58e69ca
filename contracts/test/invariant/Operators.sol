// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICheckpoints} from "../../src/interfaces/ICheckpoints.sol";
import {IOperatorFunds} from "../../src/interfaces/IOperatorFunds.sol";
import {OpeningModel, ProjectModel} from "./Model.sol";
import {Play} from "./Play.sol";

/// @dev The operator, honest and not: it credits, overcharges, replays, opens and runs off.
abstract contract Operators is Play {
    bytes[] private _sentCheckpoints;

    // The checkpoint key in force, and one that is announced.
    address private _key = checkpointKey;
    address private _nextKey;
    uint256 private _rotatesAt;

    /// @dev The operator's keys go to and fro, and an announcement often replaces another.
    function rotate(uint256 seed) external {
        _key = keyInForce();
        _nextKey = seed % 2 == 0 ? checkpointKey : namedAccount("otherCheckpointKey");
        _rotatesAt = block.timestamp + ROTATION_DELAY;
        vm.prank(operator);
        registry.setKeys(_nextKey, receiptKey);
    }

    function credit(uint256 seed, uint256 first, uint256 second) external {
        (uint32 number, ProjectModel storage model) = pick(seed);
        uint256 most = creditable(model);
        if (most == 0) return;
        first = between(first, 1, most);
        second = between(second, 0, most - first);
        uint256 low = 1 + seed % LABELERS;
        uint256 high = low + (seed >> 128) % (LABELERS + 1 - low);
        bytes memory entries = entry(low, first);
        if (second > 0) entries = bytes.concat(entries, entry(high, second));
        bytes memory call = checkpointCall(number, model.checkpoints + 1, entries);
        mustFail(keyNotInForce(), call, "checkpoint by a key not in force");
        bool may = running() && !model.refunded && !overdue(model);
        if (!mustAgree(may, keyInForce(), call, "checkpoint refused")) return;
        _sentCheckpoints.push(call);
        people[low].credited += first;
        people[high].credited += second;
        debit(model, first + second);
    }

    /// @dev More than the deposit, the maximum between openings or the bond allows.
    function overcharge(uint256 seed, uint256 credits) external {
        (uint32 number, ProjectModel storage model) = pick(seed);
        uint256 most = creditable(model);
        credits = between(credits, most + 1, most + 1_000_000);
        bytes memory entries = entry(1 + seed % LABELERS, credits);
        bytes memory call = checkpointCall(number, model.checkpoints + 1, entries);
        mustFail(keyInForce(), call, "overcharge");
    }

    function replayCheckpoint(uint256 seed) external {
        if (_sentCheckpoints.length == 0) return;
        bytes memory call = _sentCheckpoints[seed % _sentCheckpoints.length];
        mustFail(keyInForce(), call, "checkpoint twice");
        mustFail(operator, call, "checkpoint by the operator");
    }

    function openRecordsOf(uint256 seed) external {
        (uint32 number, ProjectModel storage model) = pick(seed);
        bytes memory call =
            abi.encodeCall(ICheckpoints.open, (number, uint32(model.checkpoints), KEY));
        mustFail(keyNotInForce(), call, "opening by a key not in force");
        bool may = model.unopenedSince != 0;
        if (!mustAgree(may, keyInForce(), call, "open nothing")) return;
        openings[number].push(OpeningModel(model.unopened, block.timestamp + CHALLENGE_WINDOW));
        (model.unopened, model.unopenedSince) = (0, 0);
        ++model.openings;
    }

    function prove(uint256 seed) external {
        (uint32 number, ProjectModel storage model) = pick(seed);
        uint256 proven = model.proven;
        uint256 amount;
        while (
            model.holds == 0 && proven < model.openings
                && block.timestamp > openings[number][proven].endsAt
        ) amount += openings[number][proven++].amount;
        bool may = proven > model.proven && proven - model.proven <= 64;
        bytes memory call = abi.encodeCall(ICheckpoints.prove, (number));
        if (!mustAgree(may, stranger, call, "proof in the window")) return;
        model.proven = proven;
        operatorModel.unproven -= amount;
    }

    function addFloat(uint256 amount) external {
        amount = between(amount, 1, 1_000_000);
        bytes memory call = abi.encodeCall(IOperatorFunds.addFloat, (uint64(amount)));
        mustFail(stranger, call, "float by a stranger");
        bool may = running() && amount <= room();
        if (mustAgree(may, operator, call, "float without bond")) operatorModel.float += amount;
    }

    function addBond(uint256 amount) external {
        amount = between(amount, 1, 3_000_000);
        bytes memory call = abi.encodeCall(IOperatorFunds.addBond, (uint64(amount)));
        if (mustAgree(running(), stranger, call, "bond while halted")) {
            operatorModel.bond += amount;
        }
    }

    function requestFloatExit(uint256 amount) external {
        amount = between(amount, 0, operatorModel.float);
        bytes memory call = abi.encodeCall(IOperatorFunds.requestFloatExit, (uint64(amount)));
        if (!mustAgree(running(), operator, call, "exit while halted")) return;
        operatorModel.floatExit = amount;
        operatorModel.floatExitAt = block.timestamp + EXIT_DELAY;
    }

    function requestBondExit(uint256 amount) external {
        uint256 used = 2 * (operatorModel.unproven + operatorModel.float);
        amount = between(amount, 0, operatorModel.bond);
        bytes memory call = abi.encodeCall(IOperatorFunds.requestBondExit, (uint64(amount)));
        bool may = running() && amount + used <= operatorModel.bond;
        if (!mustAgree(may, operator, call, "exit of what covers")) return;
        operatorModel.bondExit = amount;
        operatorModel.bondExitAt = block.timestamp + EXIT_DELAY;
    }

    function takeFloat() external {
        bytes memory call = abi.encodeCall(IOperatorFunds.takeFloat, ());
        bool due = running() && operatorModel.floatExit != 0
            && block.timestamp >= operatorModel.floatExitAt;
        if (!mustAgree(due, operator, call, "float not due")) return;
        operatorModel.float -= operatorModel.floatExit;
        operatorModel.floatExit = 0;
    }

    function takeBond() external {
        bytes memory call = abi.encodeCall(IOperatorFunds.takeBond, ());
        bool due = running() && operatorModel.bondExit != 0 && operatorModel.holds == 0
            && block.timestamp >= operatorModel.bondExitAt;
        if (!mustAgree(due, operator, call, "bond not due")) return;
        operatorModel.bond -= operatorModel.bondExit;
        operatorModel.bondExit = 0;
    }

    function takeFees() external {
        bytes memory call = abi.encodeCall(IOperatorFunds.takeFees, (operator));
        mustFail(checkpointKey, call, "fees by the checkpoint key");
        bool due = operatorModel.feesDue != 0 && (running() || haltModel.settled);
        if (mustAgree(due, operator, call, "no fees due")) operatorModel.feesDue = 0;
    }

    /// @dev The most that `model` can be credited now, 2^32 - 1 aside.
    function creditable(ProjectModel storage model) internal view returns (uint256) {
        uint256 debited = debitOf(model.credits, model.feeBps);
        uint256 most = model.deposit - debited;
        if (MAX_UNOPENED - model.unopened < most) most = MAX_UNOPENED - model.unopened;
        if (room() < most) most = room();
        uint256 credits = (debited + most) * 10_000 / (10_000 + model.feeBps) + 2;
        while (debitOf(credits, model.feeBps) > debited + most) --credits;
        return credits - model.credits;
    }

    function keyInForce() private view returns (address) {
        return _rotatesAt != 0 && block.timestamp >= _rotatesAt ? _nextKey : _key;
    }

    function keyNotInForce() private view returns (address) {
        return keyInForce() == checkpointKey ? namedAccount("otherCheckpointKey") : checkpointKey;
    }

    function overdue(ProjectModel storage model) private view returns (bool) {
        return model.unopenedSince != 0 && block.timestamp > model.unopenedSince + OPENING_INTERVAL;
    }

    function debit(ProjectModel storage model, uint256 credits) private {
        uint256 amount =
            debitOf(model.credits + credits, model.feeBps) - debitOf(model.credits, model.feeBps);
        model.credits += credits;
        model.unopened += amount;
        model.checkpoints += 1;
        if (model.unopenedSince == 0) model.unopenedSince = block.timestamp;
        operatorModel.feesDue += amount - credits;
        operatorModel.unproven += amount;
    }

    function checkpointCall(uint32 number, uint256 checkpoint_, bytes memory entries)
        private
        pure
        returns (bytes memory)
    {
        return
            abi.encodeCall(ICheckpoints.checkpoint, (number, uint32(checkpoint_), RECORD, entries));
    }
}
