// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Complaint, DisputeState, ICourt, Kind, Side, Stage} from "../../src/interfaces/ICourt.sol";
import {ICheckpoints} from "../../src/interfaces/ICheckpoints.sol";
import {IHalts} from "../../src/interfaces/IHalts.sol";
import {CourtTest} from "./CourtTest.sol";

contract OpenTest is CourtTest {
    bytes32 private constant COMMITMENT = keccak256("commitment");

    function test_refuses_a_zero_commitment() public {
        expectRefusal(complaintNow(), 0, BOND, abi.encodePacked(ICourt.ZeroCommitment.selector));
    }

    function test_refuses_a_bond_above_the_caller_s_limit() public {
        expectRefusal(
            complaintNow(),
            COMMITMENT,
            BOND - 1,
            abi.encodeWithSelector(ICourt.BondAboveLimit.selector, BOND, BOND - 1)
        );
    }

    function test_refuses_unequal_lengths() public {
        Complaint memory complaint = complaintNow();
        complaint.amounts = new uint64[](2);
        expectRefusal(
            complaint,
            COMMITMENT,
            BOND,
            abi.encodeWithSelector(ICourt.UnequalLengths.selector, 1, 2)
        );
    }

    function test_refuses_too_many_awards() public {
        Complaint memory complaint = complaintNow();
        complaint.beneficiaries = new address[](65);
        complaint.amounts = new uint64[](65);
        expectRefusal(
            complaint,
            COMMITMENT,
            BOND,
            abi.encodeWithSelector(ICourt.TooManyAwards.selector, 65, 64)
        );
    }

    function test_refuses_an_unknown_opening() public {
        Complaint memory complaint = complaintNow();
        complaint.opening = 2;
        expectRefusal(
            complaint,
            COMMITMENT,
            BOND,
            abi.encodeWithSelector(ICheckpoints.UnknownOpening.selector, project, 2)
        );
    }

    function test_refuses_after_the_challenge_window_and_not_in_its_last_second() public {
        uint40 endsAt = pool.openingOf(project, 1).challengeEndsAt;
        vm.warp(endsAt + 1);
        expectRefusal(
            complaintNow(),
            COMMITMENT,
            BOND,
            abi.encodeWithSelector(ICourt.ChallengeOver.selector, endsAt)
        );
        vm.warp(endsAt);
        assertEq(openDispute(), 1, "id");
    }

    function test_refuses_checkpoints_outside_the_opening(uint32 number) public {
        checkpoint(2, 5);
        openRecords(2);
        Complaint memory complaint = complaintNow();
        complaint.opening = 2;
        complaint.checkpoint = number;
        if (number == 2) {
            openDispute(complaint);
            return;
        }
        expectRefusal(
            complaint,
            COMMITMENT,
            BOND,
            abi.encodeWithSelector(ICourt.NotInOpening.selector, number, 2, 2)
        );
    }

    function test_refuses_a_record_not_opened_unless_it_is_unavailable(uint8 kind) public {
        Complaint memory complaint = complaintNow();
        complaint.opening = 0;
        complaint.kind = Kind(kind % 5);
        if (complaint.kind == Kind.RecordUnavailable) complaint.kind = Kind.WrongScore;
        expectRefusal(
            complaint,
            COMMITMENT,
            BOND,
            abi.encodeWithSelector(ICourt.OnlyUnavailable.selector, complaint.kind)
        );
    }

    function test_refuses_unavailable_where_nothing_is_unopened() public {
        Complaint memory complaint = overdueComplaint(1);
        expectRefusal(
            complaint,
            COMMITMENT,
            BOND,
            abi.encodeWithSelector(ICourt.NotOverdue.selector, OVERDUE_GRACE)
        );
    }

    function test_refuses_unavailable_until_the_grace_is_over(uint256 wait) public {
        checkpoint(2, 5);
        uint256 overdueAt = block.timestamp + OPENING_INTERVAL + OVERDUE_GRACE;
        vm.warp(between(wait, block.timestamp, overdueAt));
        expectRefusal(
            overdueComplaint(2),
            COMMITMENT,
            BOND,
            abi.encodeWithSelector(ICourt.NotOverdue.selector, overdueAt)
        );
    }

    function test_refuses_as_overdue_what_was_opened() public {
        checkpoint(2, 5);
        vm.warp(block.timestamp + OPENING_INTERVAL + OVERDUE_GRACE + 1);
        expectRefusal(
            overdueComplaint(1),
            COMMITMENT,
            BOND,
            abi.encodeWithSelector(ICourt.NotInOpening.selector, 1, 2, 2)
        );
        expectRefusal(
            overdueComplaint(3),
            COMMITMENT,
            BOND,
            abi.encodeWithSelector(ICourt.NotInOpening.selector, 3, 2, 2)
        );
    }

    function test_refuses_a_pool_of_another_court() public {
        Complaint memory complaint = complaintNow();
        ICourt other = newCourt(courtSettings(jury));
        fund(disputant, address(other));
        vm.expectRevert(
            abi.encodeWithSelector(IHalts.NotCourt.selector, address(other), address(court))
        );
        vm.prank(disputant);
        other.open(complaint, COMMITMENT, BOND);
    }

    function test_refuses_a_disputant_without_tokens() public {
        vm.expectRevert();
        vm.prank(stranger);
        court.open(complaintNow(), COMMITMENT, BOND);
        assertEq(court.disputeCount(), 0, "count");
    }

    function test_opens(uint64 amount) public {
        Complaint memory complaint = complaintOf(amount);
        uint40 answerUntil = uint40(block.timestamp + ANSWER_WINDOW);
        vm.expectEmit(address(court));
        emit ICourt.DisputeOpened(1, pool, disputant, complaint, BOND, answerUntil);
        vm.prank(disputant);
        uint256 id = court.open(complaint, COMMITMENT, BOND);
        assertEq(id, 1, "id");
        DisputeState memory state = court.disputeOf(id);
        assertTrue(state.stage == Stage.Opened && state.winner == Side.None, "stage");
        assertEq(address(state.pool), address(pool), "pool");
        assertEq(state.project, project, "project");
        assertEq(state.disputant, disputant, "disputant");
        assertEq(state.respondent, operator, "respondent");
        assertEq(state.openedAt, block.timestamp, "openedAt");
        assertEq(state.deadline, answerUntil, "deadline");
        assertEq(state.atStake, CREDIT + 5_000, "at stake");
        assertEq(state.contentHash, keccak256(abi.encode(complaint)), "content");
        assertEq(state.disputantSecret, COMMITMENT, "commitment");
        assertEq(pool.pendingHolds(), 1, "held");
        assertEq(pool.project(project).holds, 1, "project held");
        assertEq(token.balanceOf(address(court)), BOND, "court's tokens");
        assertEq(court.potOf(id), BOND, "pot");
        assertEq(court.sideStake(id, Side.Disputant), BOND, "side");
        assertEq(court.sideStake(id, Side.Operator), 0, "other side");
        assertEq(court.sideStake(id, Side.None), 0, "no side");
        assertEq(court.stakeOf(id, Side.Disputant, disputant), BOND, "stake");
    }

    function test_opens_for_an_overdue_opening() public {
        checkpoint(2, 1_000);
        vm.warp(block.timestamp + OPENING_INTERVAL + OVERDUE_GRACE + 1);
        uint256 id = openDispute(overdueComplaint(2));
        assertEq(court.disputeOf(id).atStake, 1_050, "at stake");
    }

    function test_opens_for_the_first_opening_overdue() public {
        project = openProject();
        checkpoint(1, 1_000);
        vm.warp(block.timestamp + OPENING_INTERVAL + OVERDUE_GRACE + 1);
        uint256 id = openDispute(overdueComplaint(1));
        assertEq(court.disputeOf(id).atStake, 1_050, "at stake");
    }

    /// @dev k disputes pending cost their openers k (k + 1) / 2 bonds, the operator k.
    function test_costs_a_spammer_more_with_each_dispute(uint8 seed) public {
        uint256 count = between(seed, 1, 8);
        for (uint256 i = 1; i <= count; ++i) {
            assertEq(court.bondFor(pool), i * BOND, "bond");
            openDispute(complaintOf(uint64(i)));
        }
        assertEq(token.balanceOf(address(court)), BOND * count * (count + 1) / 2, "put up");
        assertEq(pool.pendingHolds(), count, "holds");
        assertEq(court.bondFor(newPool(address(court))), BOND, "bond of another pool");
        afterDeadline(1);
        court.lapse(1);
        assertEq(court.bondFor(pool), count * BOND, "bond when one has ended");
    }

    function test_takes_a_second_dispute_over_the_same_content() public {
        openDispute();
        assertEq(openDispute(), 2, "id");
    }

    function test_bars_what_a_jury_found_wrong_and_nothing_else() public {
        ruled(1, 2);
        vm.warp(1_800_000_000 + 1 days);
        bytes32 content = court.contentHashOf(complaintNow());
        assertTrue(court.isBarred(content), "barred");
        expectRefusal(
            complaintNow(),
            COMMITMENT,
            BOND,
            abi.encodeWithSelector(ICourt.ContentBarred.selector, content)
        );
        assertEq(openDispute(complaintOf(1)), 2, "other content");
    }

    function test_bars_nothing_that_silence_lost() public {
        uint256 id = openDispute();
        answer(id);
        afterDeadline(id);
        court.lapse(id);
        vm.warp(1_800_000_000 + 1 days);
        assertEq(openDispute(), 2, "id");
    }

    function overdueComplaint(uint32 number) private view returns (Complaint memory complaint) {
        complaint = complaintNow();
        complaint.opening = 0;
        complaint.checkpoint = number;
        complaint.kind = Kind.RecordUnavailable;
    }

    function expectRefusal(
        Complaint memory complaint,
        bytes32 commitment,
        uint256 limit,
        bytes memory reason
    ) private {
        vm.expectRevert(reason);
        vm.prank(disputant);
        court.open(complaint, commitment, limit);
    }
}
