// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IArbitrable} from "../../../src/interfaces/IArbitrable.sol";
import {DisputeStatus, IArbitrator} from "../../../src/interfaces/IArbitrator.sol";
import {IJury, JuryRequest, Place, Round} from "../../../src/interfaces/IJury.sol";
import {JuryTest} from "./JuryTest.sol";

contract CreateDisputeTest is JuryTest {
    function test_refuses_other_numbers_of_choices(uint256 choices) public {
        bool right = choices >= 2 && choices <= 8;
        if (!right) {
            vm.expectRevert(abi.encodeWithSelector(IJury.WrongChoices.selector, choices));
        }
        jury.createDispute(choices, request(SEED));
    }

    function test_refuses_what_is_no_request() public {
        vm.expectRevert();
        jury.createDispute(2, "");
    }

    function test_refuses_a_bench_that_is_not_frozen() public {
        uint40 later = uint40(block.timestamp + 1);
        bytes memory data = abi.encode(JuryRequest(SEED, later, [disputant, operator]));
        vm.expectRevert(abi.encodeWithSelector(IJury.NotFrozen.selector, later));
        jury.createDispute(2, data);
    }

    function test_refuses_a_court_without_a_bench() public {
        vm.expectRevert(abi.encodeWithSelector(IJury.TooFewJurors.selector, 0, 3));
        vm.prank(stranger);
        jury.createDispute(2, request(SEED));
    }

    function test_refuses_when_too_few_can_serve() public {
        for (uint256 i = 2; i < JURORS; ++i) {
            leaveSeat(i);
        }
        vm.warp(block.timestamp + 1);
        bytes memory data = request(SEED);
        vm.expectRevert(abi.encodeWithSelector(IJury.TooFewJurors.selector, 2, 3));
        jury.createDispute(2, data);
    }

    function test_refuses_a_court_that_cannot_pay() public {
        token.approve(address(jury), 3 * FEE - 1);
        bytes memory data = request(SEED);
        vm.expectRevert();
        jury.createDispute(2, data);
        assertEq(jury.disputeCount(), 0, "count");
    }

    function test_creates() public {
        uint256 before = token.balanceOf(address(this));
        vm.expectEmit(address(jury));
        emit IArbitrator.DisputeCreation(1, IArbitrable(address(this)));
        uint256 id = create();
        assertEq(id, 1, "id");
        assertEq(jury.disputeCount(), 1, "count");
        assertEq(before - token.balanceOf(address(this)), 3 * FEE, "paid");
        Round memory round = lastRound(id);
        assertEq(round.size, 3, "size");
        assertEq(round.commitEndsAt, block.timestamp + VOTE_WINDOW, "commitments");
        assertEq(round.revealEndsAt, block.timestamp + 2 * VOTE_WINDOW, "votes");
        assertTrue(jury.disputeStatus(id) == DisputeStatus.Waiting, "status");
        assertEq(jury.currentRuling(id), 0, "ruling");
        assertEq(jury.appealCost(id, ""), 7 * FEE, "appeal cost");
        (uint256 start, uint256 end) = jury.appealPeriod(id);
        assertEq(start, uint256(round.revealEndsAt) + 1, "start");
        assertEq(end, uint256(round.revealEndsAt) + VOTE_WINDOW, "end");
    }

    function test_draws_distinct_seats_and_locks_them(bytes32 seed) public {
        jury.createDispute(7, request(seed));
        Place[] memory places = jury.placesOf(1);
        for (uint256 i = 0; i < 3; ++i) {
            uint32 seat = places[i].seat;
            assertEq(places[i].juror, juror(seat), "juror");
            assertEq(stake.seatOf(address(jury), address(this), seat).locked, 1, "locked");
            assertTrue(seat != places[(i + 1) % 3].seat, "distinct");
        }
    }

    function test_never_draws_parties(bytes32 seed) public {
        (address first, address second) = (juror(3), juror(17));
        bytes memory data = abi.encode(JuryRequest(seed, uint40(block.timestamp), [first, second]));
        for (uint256 i = 0; i < 3; ++i) {
            jury.createDispute(2, data);
        }
        for (uint256 id = 1; id <= 3; ++id) {
            Place[] memory places = jury.placesOf(id);
            for (uint256 i = 0; i < 3; ++i) {
                assertTrue(places[i].juror != first && places[i].juror != second, "a party");
            }
        }
    }

    /// @dev Who leaves after the bench was frozen can still be drawn: leaving chooses nothing.
    function test_draws_those_who_left_after_the_freeze() public {
        bytes memory data = request(SEED);
        uint256 untouched = jury.createDispute(2, data);
        Place[] memory expected = jury.placesOf(untouched);
        uint256 later = jury.createDispute(2, data);
        leaveSeat(expected[0].seat);
        uint256 again = jury.createDispute(2, data);
        assertEq(jury.placesOf(again)[0].seat, expected[0].seat, "drawn again");
        assertEq(jury.placesOf(later)[0].seat, expected[0].seat, "drawn");
    }

    function test_skips_seats_without_a_free_part() public {
        bytes memory data = request(SEED);
        for (uint256 i = 0; i < 4; ++i) {
            jury.createDispute(2, data);
        }
        uint32 busy = jury.placesOf(4)[0].seat;
        Place[] memory fifth = jury.placesOf(jury.createDispute(2, data));
        for (uint256 i = 0; i < 3; ++i) {
            assertTrue(fifth[i].seat != busy, "busy seat drawn");
        }
    }

    function test_views_refuse_unknown_disputes(uint256 id) public {
        bytes memory unknown = abi.encodeWithSelector(IJury.UnknownDispute.selector, id);
        vm.expectRevert(unknown);
        jury.disputeStatus(id);
        vm.expectRevert(unknown);
        jury.currentRuling(id);
        vm.expectRevert(unknown);
        jury.appealCost(id, "");
        vm.expectRevert(unknown);
        jury.appealPeriod(id);
    }

    function leaveSeat(uint256 seat) private {
        uint32[] memory seats = new uint32[](1);
        seats[0] = uint32(seat);
        vm.prank(juror(seat));
        stake.leaveSeats(address(jury), address(this), seats);
    }
}
