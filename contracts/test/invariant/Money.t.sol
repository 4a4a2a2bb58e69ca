// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool, ProjectState} from "../../src/interfaces/ILabelPool.sol";
import {PoolTest} from "../PoolTest.sol";
import {IMintable} from "../tokens/IMintable.sol";
import {LabelerModel, OperatorModel, ProjectModel} from "./Model.sol";
import {PoolHandler} from "./PoolHandler.sol";

/// @dev What must be true of the money after any sequence of anybody's calls.
contract MoneyInvariants is PoolTest {
    PoolHandler private handler;
    uint256[LABELERS + 1] private seenCredit;

    function setUp() public override {
        super.setUp(); // for the labelers' addresses
        handler = new PoolHandler();
        (pool,,) = handler.world();
        token = IMintable(address(pool.token()));
    }

    /// @dev forge calls this to learn what to play with.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_money() external {
        tokens_held_are_exactly_what_is_owed();
        projects_are_as_in_the_model();
        credits_are_as_in_the_model_and_never_fall();
        nobody_is_paid_twice();
        the_operator_s_funds_are_as_in_the_model();
        what_must_fail_fails();
    }

    function tokens_held_are_exactly_what_is_owed() private view {
        uint256 owed = uint256(pool.floatAmount()) + pool.bondAmount() + pool.feesDue();
        for (uint32 number = 1; number <= pool.projectCount(); ++number) {
            ProjectState memory state = pool.project(number);
            if (!state.refunded) owed += state.deposit - state.debited;
        }
        for (uint256 index = 1; index <= LABELERS; ++index) {
            owed += pool.creditOf(labeler(index)) - pool.withdrawnOf(labeler(index));
        }
        assertEq(token.balanceOf(address(pool)), owed * UNIT + handler.gifts(), "held");
    }

    function projects_are_as_in_the_model() private view {
        assertEq(pool.projectCount(), handler.projectCount(), "count");
        for (uint32 number = 1; number <= pool.projectCount(); ++number) {
            ProjectState memory state = pool.project(number);
            ProjectModel memory model = handler.projectAt(number);
            assertEq(state.requester, model.requester, "requester");
            assertEq(state.deposit, model.deposit, "deposit");
            assertEq(state.debited, model.credits + model.fees, "debited");
            assertEq(state.fees, model.fees, "fees");
            assertEq(state.checkpointCount, model.checkpoints, "checkpoints");
            assertEq(state.closesAt, model.closesAt, "closesAt");
            assertTrue(state.refunded == model.refunded, "refunded");
            assertTrue(state.debited <= state.deposit, "within the deposit");
            uint256 cap = (state.debited - state.fees) * state.feeBps / 10_000;
            assertTrue(state.fees <= cap, "within the agreed fee");
        }
    }

    function credits_are_as_in_the_model_and_never_fall() private {
        for (uint256 index = 1; index <= LABELERS; ++index) {
            uint256 credit = pool.creditOf(labeler(index));
            assertEq(credit, handler.labelerAt(index).credited, "credit");
            assertTrue(credit >= seenCredit[index], "never falls");
            seenCredit[index] = credit;
        }
        assertEq(pool.creditOf(address(handler)), 0, "credit of the unregistered");
    }

    function nobody_is_paid_twice() private view {
        uint256 withdrawn;
        for (uint256 index = 1; index <= LABELERS; ++index) {
            LabelerModel memory model = handler.labelerAt(index);
            assertEq(pool.withdrawnOf(labeler(index)), model.withdrawn, "withdrawn");
            assertEq(pool.nonceOf(labeler(index)), model.nonce, "nonce");
            assertTrue(model.withdrawn <= model.credited, "within the credit");
            withdrawn += model.withdrawn;
        }
        uint256 paid = handler.paidToDestination() + handler.paidToRelayer();
        assertEq(paid, withdrawn, "paid");
        (, address payee, address payer) = handler.world();
        assertEq(token.balanceOf(payee), handler.paidToDestination() * UNIT, "destination");
        assertEq(token.balanceOf(payer), handler.paidToRelayer() * UNIT, "relayer");
    }

    function the_operator_s_funds_are_as_in_the_model() private view {
        OperatorModel memory model = handler.operatorFunds();
        assertEq(pool.floatAmount(), model.float, "float");
        assertEq(pool.bondAmount(), model.bond, "bond");
        assertEq(pool.feesDue(), model.feesDue, "fees due");
        assertEq(pool.floatExit().amount, model.floatExit, "float exit");
        assertEq(pool.bondExit().amount, model.bondExit, "bond exit");
    }

    function what_must_fail_fails() private view {
        if (handler.breaches() != 0) revert NotTrue(handler.lastBreach());
    }
}
