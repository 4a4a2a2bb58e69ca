// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJurorStake} from "../../../src/interfaces/IJurorStake.sol";
import {StakeTest} from "./StakeTest.sol";

contract LockSeatTest is StakeTest {
    function test_refuses_seats_of_another_jury(address caller) public {
        vm.assume(caller != JURY);
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.UnknownSeat.selector, 0));
        vm.prank(caller);
        stake.lockSeat(COURT, 0);
    }

    function test_refuses_more_locks_than_parts(uint8 lost) public {
        uint256 left = 4 - lost % 4;
        for (uint256 i = left; i < 4; ++i) {
            lock(1);
            free(1, true);
        }
        for (uint256 i = 0; i < left; ++i) {
            lock(1);
        }
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.NoFreePart.selector, 1));
        lock(1);
    }

    function test_locks() public {
        vm.expectEmit(address(stake));
        emit IJurorStake.SeatLocked(JURY, COURT, 1);
        lock(1);
        assertEq(seatOf(1).locked, 1, "locked");
        assertEq(seatOf(1).parts, 4, "parts");
    }
}
