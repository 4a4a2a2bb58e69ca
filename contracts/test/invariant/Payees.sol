// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IWithdrawals} from "../../src/interfaces/IWithdrawals.sol";
import {Withdrawal} from "../../src/interfaces/PoolTypes.sol";
import {LabelerModel} from "./Model.sol";
import {Play} from "./Play.sol";

/// @dev Labelers and relayers, honest and not: they withdraw, replay, steal and redirect.
abstract contract Payees is Play {
    bytes[] private _sentWithdrawals;

    function withdraw(uint256 seed, uint256 amount, uint256 relayFee) external {
        uint256 index = 1 + seed % LABELERS;
        LabelerModel storage model = people[index];
        uint256 available = model.credited - model.withdrawn;
        if (available == 0) return;
        amount = between(amount, 1, available);
        relayFee = between(relayFee, 0, amount);
        bytes memory call = withdrawCall(index, index, amount, relayFee);
        mustPass(relayer, call);
        _sentWithdrawals.push(call);
        model.withdrawn += amount;
        paidToDestination += amount - relayFee;
        paidToRelayer += relayFee;
    }

    function steal(uint256 seed, uint256 amount) external {
        uint256 victim = 1 + seed % LABELERS;
        uint256 thief = 1 + victim % LABELERS;
        LabelerModel storage model = people[victim];
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

    function payOut(uint256 seed) external {
        uint256 index = 1 + seed % LABELERS;
        LabelerModel storage model = people[index];
        uint256 available = model.credited - model.withdrawn;
        bytes memory call = abi.encodeCall(IWithdrawals.payOut, (labeler(index)));
        bool may = available != 0 && registry.payoutAddressOf(labeler(index)) != address(0);
        if (!mustAgree(may, stranger, call, "payout to nobody")) return;
        model.withdrawn += available;
        paidToDestination += available;
    }

    function choosePayout(uint256 seed) external {
        vm.prank(labeler(1 + seed % LABELERS));
        registry.setPayoutAddress(seed % 3 == 0 ? address(0) : destination);
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
            nonce: uint64(people[index].withdrawn),
            deadline: type(uint64).max
        });
        bytes memory signature = signed(signer, order);
        return abi.encodeCall(IWithdrawals.withdraw, (order, signature, uint64(relayFee)));
    }
}
