// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Complaint, ICourt, Side, Stage} from "../../src/interfaces/ICourt.sol";
import {IHalts} from "../../src/interfaces/IHalts.sol";
import {PoolState} from "../../src/interfaces/PoolTypes.sol";
import {CourtTest} from "./CourtTest.sol";

contract ConvictTest is CourtTest {
    /// Nine tenths of what the opening debited: 100,000 and 5 % of it.
    uint64 private constant ROOM = 94_500;

    function test_refuses_before_the_end() public {
        uint256 id = openDispute();
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, id, Stage.Opened, Stage.Ended)
        );
        court.convict(id, complaintNow());
    }

    function test_refuses_what_the_disputant_did_not_win(bool acquitted) public {
        (uint256 id,) = acquitted ? ruled(0, 3) : ruled(0, 0);
        Side winner = acquitted ? Side.Operator : Side.None;
        vm.expectRevert(abi.encodeWithSelector(ICourt.NotWon.selector, id, winner));
        court.convict(id, complaintNow());
    }

    function test_refuses_another_complaint(uint64 amount) public {
        vm.assume(amount != 60_000);
        (uint256 id,) = ruled(3, 0);
        Complaint memory other = complaintOf(amount);
        vm.expectRevert(
            abi.encodeWithSelector(
                ICourt.OtherComplaint.selector,
                court.contentHashOf(other),
                court.contentHashOf(complaintNow())
            )
        );
        court.convict(id, other);
    }

    function test_refuses_twice() public {
        (uint256 id,) = ruled(3, 0);
        court.convict(id, complaintNow());
        vm.expectRevert(abi.encodeWithSelector(ICourt.AlreadyExecuted.selector, id));
        court.convict(id, complaintNow());
    }

    function test_halts_the_operator_and_awards_what_the_jury_found_right() public {
        (uint256 id,) = ruled(2, 1);
        vm.expectEmit(address(court));
        emit ICourt.DisputeExecuted(id);
        vm.expectEmit(address(pool));
        emit IHalts.Awarded(requester, 60_000);
        vm.prank(stranger);
        court.convict(id, complaintNow());
        assertTrue(court.disputeOf(id).executed, "executed");
        assertTrue(pool.state() == PoolState.Halted, "halted");
        assertEq(pool.reporter(), disputant, "reporter");
        assertEq(pool.claimOf(requester).award, 60_000, "award");
        assertEq(pool.pendingHolds(), 0, "released");
    }

    function test_does_not_limit_what_a_jury_awarded() public {
        uint256 id = openDispute(complaintOf(150_000));
        answer(id);
        revealBoth(id);
        court.arbitrate(id);
        voteRound(1, 3, 0);
        afterAppeals(1);
        jury.executeRuling(1);
        court.convict(id, complaintOf(150_000));
        assertEq(pool.claimOf(requester).award, 150_000, "award");
    }

    function test_limits_what_silence_won(uint64 amount) public {
        wonBySilence(complaintOf(amount));
        uint256 expected = amount < ROOM ? amount : ROOM;
        assertEq(pool.claimOf(requester).award, expected, "award");
    }

    function test_limits_all_that_silence_won_over_one_opening(uint64 first, uint64 second) public {
        Complaint memory one = complaintOf(first);
        Complaint memory other = complaintOf(second);
        other.statement = keccak256("other");
        other.beneficiaries[0] = stranger;
        uint256 firstId = openDispute(one);
        uint256 secondId = openDispute(other);
        afterDeadline(secondId);
        court.lapse(firstId);
        court.lapse(secondId);
        court.convict(firstId, one);
        court.convict(secondId, other);
        uint256 awarded = pool.claimOf(requester).award;
        assertEq(awarded, first < ROOM ? first : ROOM, "first");
        uint256 room = ROOM - awarded;
        assertEq(pool.claimOf(stranger).award, second < room ? second : room, "second");
        assertTrue(pool.reporter() == disputant, "reporter");
    }

    function test_counts_all_that_silence_won_before() public {
        address[3] memory to = [requester, stranger, address(0xa3)];
        Complaint[3] memory complaints;
        uint256[3] memory ids;
        for (uint256 i = 0; i < 3; ++i) {
            complaints[i] = complaintOf(40_000);
            complaints[i].statement = keccak256(abi.encode(i));
            complaints[i].beneficiaries[0] = to[i];
            ids[i] = openDispute(complaints[i]);
        }
        afterDeadline(ids[2]);
        for (uint256 i = 0; i < 3; ++i) {
            court.lapse(ids[i]);
            court.convict(ids[i], complaints[i]);
        }
        assertEq(pool.claimOf(to[0]).award, 40_000, "first");
        assertEq(pool.claimOf(to[1]).award, 40_000, "second");
        assertEq(pool.claimOf(to[2]).award, ROOM - 80_000, "third");
    }

    function test_shrinks_all_awards_alike() public {
        Complaint memory complaint = complaintNow();
        complaint.beneficiaries = new address[](2);
        complaint.amounts = new uint64[](2);
        (complaint.beneficiaries[0], complaint.beneficiaries[1]) = (requester, stranger);
        (complaint.amounts[0], complaint.amounts[1]) = (189_000, 94_500);
        wonBySilence(complaint);
        assertEq(pool.claimOf(requester).award, 63_000, "first");
        assertEq(pool.claimOf(stranger).award, 31_500, "second");
    }

    function test_awards_the_same_complaint_once() public {
        uint256 first = openDispute();
        uint256 second = openDispute();
        afterDeadline(second);
        court.lapse(first);
        court.lapse(second);
        court.convict(first, complaintNow());
        court.convict(second, complaintNow());
        assertEq(pool.claimOf(requester).award, 60_000, "award");
        assertEq(pool.pendingHolds(), 0, "released");
    }

    function test_awards_nothing_after_the_claim_time_and_still_releases() public {
        uint256 first = openDispute(complaintOf(1));
        uint256 second = openDispute();
        afterDeadline(second);
        court.lapse(first);
        court.lapse(second);
        court.convict(first, complaintOf(1));
        vm.warp(block.timestamp + 41 days);
        court.convict(second, complaintNow());
        assertEq(pool.claimOf(requester).award, 1, "award");
        assertEq(pool.pendingHolds(), 0, "released");
    }

    function wonBySilence(Complaint memory complaint) private {
        uint256 id = openDispute(complaint);
        afterDeadline(id);
        court.lapse(id);
        court.convict(id, complaint);
    }
}
