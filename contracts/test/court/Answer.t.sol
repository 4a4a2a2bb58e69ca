// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DisputeState, ICourt, Side, Stage} from "../../src/interfaces/ICourt.sol";
import {CourtTest} from "./CourtTest.sol";

contract AnswerTest is CourtTest {
    bytes32 private constant COMMITMENT = keccak256("commitment");

    function test_refuses_a_zero_commitment() public {
        uint256 id = openDispute();
        vm.expectRevert(ICourt.ZeroCommitment.selector);
        vm.prank(operator);
        court.answer(id, 0);
    }

    function test_refuses_everybody_but_the_operator(address caller) public {
        vm.assume(caller != operator);
        uint256 id = openDispute();
        vm.expectRevert(abi.encodeWithSelector(ICourt.NotRespondent.selector, caller, operator));
        vm.prank(caller);
        court.answer(id, COMMITMENT);
    }

    function test_refuses_a_dispute_that_awaits_no_answer() public {
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, 1, Stage.None, Stage.Opened)
        );
        vm.prank(operator);
        court.answer(1, COMMITMENT);
        uint256 id = openDispute();
        answer(id);
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, 1, Stage.Answered, Stage.Opened)
        );
        vm.prank(operator);
        court.answer(id, COMMITMENT);
    }

    function test_refuses_after_the_window_and_not_in_its_last_second() public {
        uint256 id = openDispute();
        uint40 deadline = court.disputeOf(id).deadline;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(ICourt.WindowClosed.selector, deadline));
        vm.prank(operator);
        court.answer(id, COMMITMENT);
        vm.warp(deadline);
        answer(id);
    }

    function test_answers() public {
        uint256 id = openDispute();
        uint256 before = token.balanceOf(operator);
        uint40 revealUntil = uint40(block.timestamp + SECRET_WINDOW);
        vm.expectEmit(address(court));
        emit ICourt.DisputeAnswered(id, revealUntil);
        vm.expectEmit(address(court));
        emit ICourt.StakeAdded(id, Side.Operator, operator, BOND);
        vm.prank(operator);
        court.answer(id, COMMITMENT);
        DisputeState memory state = court.disputeOf(id);
        assertTrue(state.stage == Stage.Answered, "stage");
        assertEq(state.operatorSecret, COMMITMENT, "commitment");
        assertEq(state.deadline, revealUntil, "deadline");
        assertEq(before - token.balanceOf(operator), BOND, "paid");
        assertEq(court.potOf(id), 2 * BOND, "pot");
        assertEq(court.sideStake(id, Side.Operator), BOND, "side");
    }

    function test_costs_the_operator_the_same_for_each_of_many_disputes() public {
        openDispute();
        openDispute();
        uint256 before = token.balanceOf(operator);
        answer(2);
        assertEq(before - token.balanceOf(operator), BOND, "paid");
    }
}
