// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJurorStake} from "../../../src/interfaces/IJurorStake.sol";
import {StakeTest} from "./StakeTest.sol";

contract TakeSeatStakeTest is StakeTest {
    function test_refuses_unknown_seats_and_those_of_others() public {
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.UnknownSeat.selector, 3));
        takeStake(JUROR, 3);
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.NotJuror.selector, 0, OTHER, JUROR));
        takeStake(OTHER, 0);
    }

    function test_refuses_seats_that_were_not_left() public {
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.NotLeft.selector, 0));
        takeStake(JUROR, 0);
    }

    function test_refuses_until_the_delay_has_passed() public {
        leaveSeat(JUROR, 0);
        uint256 availableAt = block.timestamp + DELAY;
        vm.warp(availableAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.ExitRunning.selector, 0, availableAt));
        takeStake(JUROR, 0);
        vm.warp(availableAt);
        takeStake(JUROR, 0);
    }

    function test_refuses_seats_that_a_vote_can_still_cost() public {
        lock(0);
        leaveSeat(JUROR, 0);
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.SeatInUse.selector, 0, 1));
        takeStake(JUROR, 0);
        free(0, false);
        takeStake(JUROR, 0);
    }

    function test_refuses_twice() public {
        leaveSeat(JUROR, 0);
        vm.warp(block.timestamp + DELAY);
        takeStake(JUROR, 0);
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.NoStakeLeft.selector, 0));
        takeStake(JUROR, 0);
    }

    function test_pays_what_faults_left(uint8 faults) public {
        uint256 lost = faults % 4;
        for (uint256 i = 0; i < lost; ++i) {
            lock(2);
            free(2, true);
        }
        uint32[] memory seats = new uint32[](2);
        (seats[0], seats[1]) = (0, 2);
        vm.prank(JUROR);
        stake.leaveSeats(JURY, COURT, seats);
        vm.warp(block.timestamp + DELAY);
        uint256 before = token.balanceOf(JUROR);
        uint256 amount = 2 * STAKE - lost * STAKE / 4;
        vm.expectEmit(address(stake));
        emit IJurorStake.StakeTaken(JUROR, amount);
        vm.prank(JUROR);
        stake.takeStake(JURY, COURT, seats);
        assertEq(token.balanceOf(JUROR) - before, amount, "paid");
        assertEq(token.balanceOf(address(stake)), STAKE, "held for the third");
        assertEq(seatOf(0).parts + seatOf(2).parts, 0, "parts");
    }
}
