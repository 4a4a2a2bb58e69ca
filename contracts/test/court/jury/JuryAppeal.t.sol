// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IArbitrable} from "../../../src/interfaces/IArbitrable.sol";
import {DisputeStatus, IArbitrator} from "../../../src/interfaces/IArbitrator.sol";
import {IJury, Place} from "../../../src/interfaces/IJury.sol";
import {JuryTest} from "./JuryTest.sol";

contract JuryAppealTest is JuryTest {
    function setUp() public override {
        super.setUp();
        create();
    }

    function test_refuses_an_unknown_dispute() public {
        vm.expectRevert(abi.encodeWithSelector(IJury.UnknownDispute.selector, 2));
        jury.appeal(2, "");
    }

    function test_refuses_everybody_but_the_court(address caller) public {
        vm.assume(caller != address(this));
        voteRound(DISPUTE, 2, 1);
        vm.expectRevert(abi.encodeWithSelector(IJury.NotArbitrable.selector, DISPUTE, caller));
        vm.prank(caller);
        jury.appeal(DISPUTE, "");
    }

    function test_refuses_outside_the_appeal_period() public {
        (uint256 start, uint256 end) = jury.appealPeriod(DISPUTE);
        vm.warp(start - 1);
        refuses();
        vm.warp(end + 1);
        refuses();
        vm.warp(end);
        jury.appeal(DISPUTE, "");
    }

    function test_refuses_a_third_appeal() public {
        voteRound(DISPUTE, 2, 1);
        jury.appeal(DISPUTE, "");
        voteRound(DISPUTE, 4, 3);
        jury.appeal(DISPUTE, "");
        voteRound(DISPUTE, 8, 7);
        assertTrue(jury.disputeStatus(DISPUTE) == DisputeStatus.Solved, "solved");
        (uint256 start, uint256 end) = jury.appealPeriod(DISPUTE);
        assertEq(start + end, 0, "no period");
        refuses();
    }

    function test_draws_a_doubled_jury_of_others() public {
        voteRound(DISPUTE, 2, 1);
        assertTrue(jury.disputeStatus(DISPUTE) == DisputeStatus.Appealable, "appealable");
        assertEq(jury.appealCost(DISPUTE, ""), 7 * FEE, "cost");
        vm.expectEmit(address(jury));
        emit IArbitrator.AppealDecision(DISPUTE, IArbitrable(address(this)));
        jury.appeal(DISPUTE, "");
        vm.warp(lastRound(DISPUTE).revealEndsAt + 1);
        jury.appeal(DISPUTE, "");
        Place[] memory places = jury.placesOf(DISPUTE);
        assertEq(places.length, 25, "places");
        for (uint256 i = 0; i < 25; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                assertTrue(places[i].seat != places[j].seat, "distinct");
            }
        }
        assertEq(token.balanceOf(address(jury)), 25 * FEE, "fees");
    }

    function test_keeps_the_ruling_until_another_round_has_a_majority() public {
        voteRound(DISPUTE, 2, 1);
        jury.appeal(DISPUTE, "");
        assertEq(jury.currentRuling(DISPUTE), 1, "while the round goes on");
        voteRound(DISPUTE, 3, 3);
        assertEq(jury.currentRuling(DISPUTE), 1, "after a tie");
        jury.appeal(DISPUTE, "");
        voteRound(DISPUTE, 7, 8);
        assertEq(jury.currentRuling(DISPUTE), 2, "overturned");
    }

    function refuses() private {
        vm.expectRevert(abi.encodeWithSelector(IJury.NotAppealable.selector, DISPUTE));
        jury.appeal(DISPUTE, "");
    }
}
