// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJurorStake} from "../../../src/interfaces/IJurorStake.sol";
import {StakeTest} from "./StakeTest.sol";

contract LeaveSeatsTest is StakeTest {
    function test_refuses_unknown_seats(uint32 seat) public {
        vm.assume(seat >= 3);
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.UnknownSeat.selector, seat));
        leaveSeat(JUROR, seat);
    }

    function test_refuses_seats_of_others(address caller) public {
        vm.assume(caller != JUROR);
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.NotJuror.selector, 1, caller, JUROR));
        leaveSeat(caller, 1);
    }

    function test_refuses_twice() public {
        leaveSeat(JUROR, 1);
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.AlreadyLeft.selector, 1));
        leaveSeat(JUROR, 1);
    }

    function test_leaves() public {
        vm.expectEmit(address(stake));
        emit IJurorStake.SeatLeft(JURY, COURT, 1);
        leaveSeat(JUROR, 1);
        assertEq(seatOf(1).leftAt, block.timestamp, "leftAt");
        assertEq(seatOf(0).leftAt + seatOf(2).leftAt, 0, "the others");
    }
}
