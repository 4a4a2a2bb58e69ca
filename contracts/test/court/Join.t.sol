// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICourt, Side, Stage} from "../../src/interfaces/ICourt.sol";
import {CourtTest} from "./CourtTest.sol";

contract JoinTest is CourtTest {
    function test_refuses_no_side() public {
        uint256 id = openDispute();
        vm.expectRevert(ICourt.NoSide.selector);
        vm.prank(joiner);
        court.join(id, Side.None, 1);
    }

    function test_refuses_zero() public {
        uint256 id = openDispute();
        vm.expectRevert(ICourt.ZeroStake.selector);
        vm.prank(joiner);
        court.join(id, Side.Operator, 0);
    }

    function test_refuses_a_dispute_that_does_not_exist_or_whose_seed_is_known() public {
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, 1, Stage.None, Stage.Answered)
        );
        vm.prank(joiner);
        court.join(1, Side.Operator, 1);
        uint256 id = seeded();
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, 1, Stage.Seeded, Stage.Answered)
        );
        vm.prank(joiner);
        court.join(id, Side.Operator, 1);
    }

    function test_refuses_when_a_window_is_over(bool answered) public {
        uint256 id = openDispute();
        if (answered) answer(id);
        uint40 deadline = court.disputeOf(id).deadline;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(ICourt.WindowClosed.selector, deadline));
        vm.prank(joiner);
        court.join(id, Side.Disputant, 1);
    }

    function test_refuses_when_one_secret_is_known(bool first) public {
        uint256 id = openDispute();
        answer(id);
        if (first) court.reveal(id, Side.Disputant, DISPUTANT_SECRET);
        else court.reveal(id, Side.Operator, OPERATOR_SECRET);
        vm.expectRevert(abi.encodeWithSelector(ICourt.SecretsRevealed.selector, id));
        vm.prank(joiner);
        court.join(id, Side.Disputant, 1);
    }

    function test_refuses_amounts_that_cannot_be_stored() public {
        uint256 id = openDispute();
        token.mint(joiner, uint256(1) << 129);
        vm.expectRevert();
        vm.prank(joiner);
        court.join(id, Side.Disputant, uint256(1) << 128);
    }

    function test_joins(bool answered, bool forDisputant, uint128 amount) public {
        uint256 id = openDispute();
        if (answered) answer(id);
        uint256 staked = between(amount, 1, 1e24);
        Side side = forDisputant ? Side.Disputant : Side.Operator;
        uint256 before = court.sideStake(id, side);
        uint256 potBefore = court.potOf(id);
        vm.expectEmit(address(court));
        emit ICourt.StakeAdded(id, side, joiner, staked);
        vm.prank(joiner);
        court.join(id, side, staked);
        assertEq(court.stakeOf(id, side, joiner), staked, "stake");
        assertEq(court.sideStake(id, side), before + staked, "side");
        assertEq(court.potOf(id), potBefore + staked, "pot");
        assertEq(token.balanceOf(address(court)), court.potOf(id), "held");
    }
}
