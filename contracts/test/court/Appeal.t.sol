// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CourtSettings, ICourt, Side, Stage} from "../../src/interfaces/ICourt.sol";
import {IJury} from "../../src/interfaces/IJury.sol";
import {CourtTest} from "./CourtTest.sol";

contract AppealTest is CourtTest {
    function test_refuses_no_side() public {
        (uint256 id,) = arbitrated();
        vm.expectRevert(ICourt.NoSide.selector);
        vm.prank(joiner);
        court.appeal(id, Side.None);
    }

    function test_refuses_before_arbitration() public {
        uint256 id = seeded();
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, id, Stage.Seeded, Stage.Arbitrated)
        );
        vm.prank(joiner);
        court.appeal(id, Side.Operator);
    }

    function test_refuses_after_the_window() public {
        (uint256 id,) = arbitrated();
        uint40 deadline = court.disputeOf(id).deadline;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(ICourt.WindowClosed.selector, deadline));
        vm.prank(joiner);
        court.appeal(id, Side.Operator);
    }

    function test_refuses_the_side_that_leads() public {
        (uint256 id, uint256 number) = arbitrated();
        voteRound(number, 2, 1);
        vm.expectRevert(abi.encodeWithSelector(ICourt.SideLeads.selector, Side.Disputant));
        vm.prank(joiner);
        court.appeal(id, Side.Disputant);
    }

    function test_refuses_when_the_arbitrator_takes_no_appeal() public {
        (uint256 id, uint256 number) = arbitrated();
        vm.expectRevert(abi.encodeWithSelector(IJury.NotAppealable.selector, number));
        vm.prank(joiner);
        court.appeal(id, Side.Operator);
    }

    function test_refuses_fees_beyond_half_the_bond() public {
        CourtSettings memory settings = courtSettings(jury);
        settings.bond = 20 * FEE - 2;
        court = newCourt(settings);
        takeBench(address(court));
        pool = newPool(address(court));
        fund(disputant, address(court));
        fund(operator, address(court));
        fund(joiner, address(court));
        project = openProject();
        checkpoint(1, CREDIT);
        openRecords(1);
        (uint256 id, uint256 number) = arbitrated();
        voteRound(number, 2, 1);
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.FeesBeyondBond.selector, 10 * FEE, 10 * FEE - 1)
        );
        vm.prank(joiner);
        court.appeal(id, Side.Operator);
    }

    function test_pays_for_a_doubled_jury_and_counts_as_stake() public {
        (uint256 id, uint256 number) = arbitrated();
        voteRound(number, 2, 1);
        uint256 before = token.balanceOf(joiner);
        vm.expectEmit(address(court));
        emit ICourt.DisputeAppealed(id, Side.Operator, joiner, 7 * FEE);
        vm.prank(joiner);
        court.appeal(id, Side.Operator);
        assertEq(before - token.balanceOf(joiner), 7 * FEE, "paid");
        assertEq(court.stakeOf(id, Side.Operator, joiner), 7 * FEE, "stake");
        assertEq(court.feesOf(id), 10 * FEE, "fees");
        assertEq(court.potOf(id), 2 * BOND - 3 * FEE, "pot");
        assertEq(token.balanceOf(address(jury)), 10 * FEE, "jury's tokens");
        assertEq(jury.roundsOf(number).length, 2, "rounds");
        assertEq(lastRound(number).size, 7, "jurors");
    }

    /// @dev A jury bought in the first round is overturned, and pays for it.
    function test_overturns_and_makes_the_winner_whole() public {
        (uint256 id, uint256 number) = arbitrated();
        voteRound(number, 0, 3);
        vm.prank(disputant);
        court.appeal(id, Side.Disputant);
        voteRound(number, 5, 2);
        vm.prank(operator);
        court.appeal(id, Side.Operator);
        voteRound(number, 15, 0);
        jury.executeRuling(number);
        assertTrue(court.disputeOf(id).winner == Side.Disputant, "winner");
        assertEq(court.feesOf(id), 25 * FEE, "fees");
        uint256 before = token.balanceOf(disputant);
        court.takeStake(id, disputant);
        uint256 all = BOND + BOND + 7 * FEE + 15 * FEE - 25 * FEE;
        assertEq(token.balanceOf(disputant) - before, all, "paid");
        assertEq(token.balanceOf(address(court)), 0, "left");
        jury.settle(number);
        uint256 lost = 3 + 2;
        assertEq(jury.payOf(jury.placesOf(number)[0].juror), 0, "bought jurors' pay");
        assertEq(token.balanceOf(address(jury)), 25 * FEE + lost * PART, "jury's tokens");
    }

    function test_takes_appeals_of_either_side_when_nobody_leads() public {
        (uint256 id, uint256 number) = arbitrated();
        voteRound(number, 1, 1);
        vm.prank(joiner);
        court.appeal(id, Side.Disputant);
        assertEq(court.stakeOf(id, Side.Disputant, joiner), 7 * FEE, "stake");
    }
}
