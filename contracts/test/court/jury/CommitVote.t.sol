// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJury} from "../../../src/interfaces/IJury.sol";
import {JuryTest} from "./JuryTest.sol";

contract CommitVoteTest is JuryTest {
    bytes32 private constant COMMITMENT = keccak256("commitment");

    function setUp() public override {
        super.setUp();
        create();
    }

    function test_refuses_zero() public {
        vm.expectRevert(IJury.ZeroCommitment.selector);
        jury.commitVote(DISPUTE, 0, 0);
    }

    function test_refuses_an_unknown_dispute() public {
        vm.expectRevert(abi.encodeWithSelector(IJury.UnknownDispute.selector, 2));
        jury.commitVote(2, 0, COMMITMENT);
    }

    function test_refuses_places_beyond_the_round(uint256 place) public {
        place = between(place, 3, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(IJury.NotInRound.selector, DISPUTE, place));
        jury.commitVote(DISPUTE, place, COMMITMENT);
    }

    function test_refuses_places_of_a_round_that_is_over() public {
        voteRound(DISPUTE, 2, 1);
        jury.appeal(DISPUTE, "");
        vm.expectRevert(abi.encodeWithSelector(IJury.NotInRound.selector, DISPUTE, 2));
        jury.commitVote(DISPUTE, 2, COMMITMENT);
        commitPlace(DISPUTE, 3, 1);
        commitPlace(DISPUTE, 9, 1);
    }

    function test_refuses_all_but_the_juror(address caller) public {
        address expected = seatDrawnAt(0).juror;
        vm.assume(caller != expected);
        vm.expectRevert(abi.encodeWithSelector(IJury.NotJurorOfPlace.selector, 0, caller, expected));
        vm.prank(caller);
        jury.commitVote(DISPUTE, 0, COMMITMENT);
    }

    function test_refuses_after_the_window_and_not_in_its_last_second() public {
        uint40 endsAt = lastRound(DISPUTE).commitEndsAt;
        address account = seatDrawnAt(0).juror;
        vm.warp(endsAt + 1);
        vm.expectRevert(abi.encodeWithSelector(IJury.CommitmentsClosed.selector, endsAt));
        vm.prank(account);
        jury.commitVote(DISPUTE, 0, COMMITMENT);
        vm.warp(endsAt);
        vm.prank(account);
        jury.commitVote(DISPUTE, 0, COMMITMENT);
    }

    function test_commits_and_replaces(bytes32 commitment) public {
        vm.assume(commitment != 0);
        address account = seatDrawnAt(1).juror;
        vm.prank(account);
        jury.commitVote(DISPUTE, 1, COMMITMENT);
        vm.expectEmit(address(jury));
        emit IJury.VoteCommitted(DISPUTE, 1, commitment);
        vm.prank(account);
        jury.commitVote(DISPUTE, 1, commitment);
        assertEq(seatDrawnAt(1).commitment, commitment, "commitment");
    }
}
