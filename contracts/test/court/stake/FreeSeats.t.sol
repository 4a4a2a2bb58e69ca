// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJurorStake} from "../../../src/interfaces/IJurorStake.sol";
import {StakeTest} from "./StakeTest.sol";

contract FreeSeatsTest is StakeTest {
    function test_refuses_unequal_lengths() public {
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.LengthsDiffer.selector, 1, 2));
        vm.prank(JURY);
        stake.freeSeats(COURT, one(0), new bool[](2));
    }

    function test_refuses_seats_that_are_not_locked() public {
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.NotLocked.selector, 0));
        free(0, true);
    }

    function test_refuses_seats_of_another_jury(address caller) public {
        vm.assume(caller != JURY);
        lock(0);
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.UnknownSeat.selector, 0));
        vm.prank(caller);
        stake.freeSeats(COURT, one(0), new bool[](1));
    }

    function test_frees_and_takes_a_part_of_those_at_fault(bool forfeited) public {
        lock(1);
        vm.expectEmit(address(stake));
        emit IJurorStake.SeatFreed(JURY, COURT, 1, forfeited);
        uint256 amount = free(1, forfeited);
        assertEq(amount, forfeited ? STAKE / 4 : 0, "amount");
        assertEq(token.balanceOf(JURY), amount, "the jury's");
        assertEq(token.balanceOf(address(stake)), 3 * STAKE - amount, "held");
        assertEq(seatOf(1).locked, 0, "locked");
        assertEq(seatOf(1).parts, forfeited ? 3 : 4, "parts");
    }
}
