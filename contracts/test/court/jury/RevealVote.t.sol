// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJury} from "../../../src/interfaces/IJury.sol";
import {JuryTest} from "./JuryTest.sol";

contract RevealVoteTest is JuryTest {
    function setUp() public override {
        super.setUp();
        create();
        commitPlace(DISPUTE, 0, 2);
    }

    function test_refuses_while_commitments_are_taken() public {
        uint40 endsAt = lastRound(DISPUTE).commitEndsAt;
        vm.warp(endsAt);
        vm.expectRevert(abi.encodeWithSelector(IJury.VotesNotOpen.selector, endsAt));
        reveal(0, 2);
    }

    function test_refuses_after_the_window_and_not_in_its_last_second() public {
        uint40 endsAt = lastRound(DISPUTE).revealEndsAt;
        vm.warp(endsAt + 1);
        vm.expectRevert(abi.encodeWithSelector(IJury.VotesClosed.selector, endsAt));
        reveal(0, 2);
        vm.warp(endsAt);
        reveal(0, 2);
    }

    function test_refuses_places_outside_the_round() public {
        vm.expectRevert(abi.encodeWithSelector(IJury.NotInRound.selector, DISPUTE, 3));
        reveal(3, 2);
    }

    function test_refuses_votes_that_are_no_choice(uint8 vote) public {
        vm.assume(vote == 0 || vote > 2);
        opened();
        vm.expectRevert(abi.encodeWithSelector(IJury.WrongVote.selector, vote, 2));
        reveal(0, vote);
    }

    function test_refuses_another_vote_or_salt(bytes32 other) public {
        vm.assume(other != salt(0));
        opened();
        bytes32 committed = seatDrawnAt(0).commitment;
        address account = seatDrawnAt(0).juror;
        bytes32 found = jury.voteCommitment(DISPUTE, 0, account, 1, salt(0));
        vm.expectRevert(abi.encodeWithSelector(IJury.WrongReveal.selector, 0, found, committed));
        reveal(0, 1);
        found = jury.voteCommitment(DISPUTE, 0, account, 2, other);
        vm.expectRevert(abi.encodeWithSelector(IJury.WrongReveal.selector, 0, found, committed));
        jury.revealVote(DISPUTE, 0, 2, other);
    }

    function test_refuses_those_who_did_not_commit() public {
        opened();
        vm.expectRevert();
        reveal(1, 2);
    }

    /// @dev A juror who copies another's commitment cannot reveal it.
    function test_refuses_a_copied_vote() public {
        bytes32 copied = seatDrawnAt(0).commitment;
        vm.prank(seatDrawnAt(1).juror);
        jury.commitVote(DISPUTE, 1, copied);
        opened();
        reveal(0, 2);
        vm.expectRevert();
        jury.revealVote(DISPUTE, 1, 2, salt(0));
    }

    function test_refuses_a_second_time() public {
        opened();
        reveal(0, 2);
        vm.expectRevert(abi.encodeWithSelector(IJury.AlreadyRevealed.selector, 0));
        reveal(0, 2);
    }

    function test_reveals_for_anyone_who_knows(address caller) public {
        opened();
        vm.expectEmit(address(jury));
        emit IJury.VoteRevealed(DISPUTE, 0, 2);
        vm.prank(caller);
        reveal(0, 2);
        assertEq(seatDrawnAt(0).vote, 2, "vote");
        assertEq(jury.currentRuling(DISPUTE), 0, "no ruling before the round is over");
        assertEq(lastRound(DISPUTE).leading, 2, "leading");
    }

    /// @dev Any order of any votes leads where counting them says.
    function test_counts_like_a_plain_count(uint8[7] memory votes) public {
        vm.warp(lastRound(DISPUTE).revealEndsAt + 1);
        jury.appeal(DISPUTE, "");
        uint256[3] memory counts;
        for (uint256 i = 0; i < 7; ++i) {
            commitPlace(DISPUTE, 3 + i, uint8(1 + votes[i] % 2));
        }
        opened();
        for (uint256 i = 0; i < 7; ++i) {
            if (votes[i] % 5 == 0) continue;
            uint8 vote = uint8(1 + votes[i] % 2);
            reveal(3 + i, vote);
            ++counts[vote];
        }
        vm.warp(lastRound(DISPUTE).revealEndsAt + 1);
        uint256 expected = counts[1] > counts[2] ? 1 : 2;
        if (counts[1] == counts[2]) expected = 0;
        assertEq(jury.currentRuling(DISPUTE), expected, "ruling");
    }

    function test_binds_chain_jury_dispute_place_juror_vote_and_salt() public {
        bytes32 bound = jury.voteCommitment(1, 0, stranger, 1, SEED);
        assertTrue(bound != jury.voteCommitment(2, 0, stranger, 1, SEED), "dispute");
        assertTrue(bound != jury.voteCommitment(1, 1, stranger, 1, SEED), "place");
        assertTrue(bound != jury.voteCommitment(1, 0, operator, 1, SEED), "juror");
        assertTrue(bound != jury.voteCommitment(1, 0, stranger, 2, SEED), "vote");
        assertTrue(bound != jury.voteCommitment(1, 0, stranger, 1, 0), "salt");
        IJury other = newJury(jurySettings());
        assertTrue(bound != other.voteCommitment(1, 0, stranger, 1, SEED), "jury");
        vm.chainId(5611);
        assertTrue(bound != jury.voteCommitment(1, 0, stranger, 1, SEED), "chain");
    }

    function opened() private {
        vm.warp(lastRound(DISPUTE).commitEndsAt + 1);
    }
}
