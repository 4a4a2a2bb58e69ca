// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJurorStake, Seat} from "../../../src/interfaces/IJurorStake.sol";
import {ExactTransfers} from "../../../src/libraries/ExactTransfers.sol";
import {FeeToken} from "./FeeToken.sol";
import {StakeOnly} from "./StakeOnly.sol";
import {StakeTest} from "./StakeTest.sol";

contract TakeSeatsTest is StakeTest {
    function test_constructor_refuses_stakes_that_cannot_be_parted(uint256 amount) public {
        bool bad = amount == 0 || amount % 4 != 0;
        if (bad) vm.expectRevert(abi.encodeWithSelector(IJurorStake.BadStake.selector, amount));
        new StakeOnly(token, amount, DELAY);
        if (bad) return;
        vm.expectRevert(abi.encodeWithSelector(IJurorStake.BadStake.selector, 0));
        new StakeOnly(token, 0, DELAY);
    }

    function test_refuses_no_jury_no_court_no_seats() public {
        vm.expectRevert(IJurorStake.ZeroJury.selector);
        stake.takeSeats(address(0), COURT, 1);
        vm.expectRevert(IJurorStake.ZeroCourt.selector);
        stake.takeSeats(JURY, address(0), 1);
        vm.expectRevert(IJurorStake.NoSeats.selector);
        stake.takeSeats(JURY, COURT, 0);
    }

    function test_refuses_those_who_cannot_pay(address account) public {
        vm.assume(token.balanceOf(account) == 0 && account != address(0));
        vm.expectRevert();
        vm.prank(account);
        stake.takeSeats(JURY, COURT, 1);
        assertEq(stake.seatCount(JURY, COURT), 3, "count");
    }

    function test_refuses_a_token_with_a_fee_on_transfer() public {
        FeeToken fee = new FeeToken();
        StakeOnly odd = new StakeOnly(fee, STAKE, DELAY);
        fee.approve(address(odd), STAKE);
        vm.expectRevert(
            abi.encodeWithSelector(ExactTransfers.WrongAmount.selector, STAKE, STAKE - 1)
        );
        odd.takeSeats(JURY, COURT, 1);
    }

    function test_takes(uint8 seed) public {
        uint32 count = uint32(between(seed, 1, 9));
        vm.expectEmit(address(stake));
        emit IJurorStake.SeatsTaken(JURY, COURT, OTHER, 3, count);
        assertEq(take(OTHER, count), 3, "first");
        assertEq(stake.seatCount(JURY, COURT), 3 + count, "count");
        assertEq(token.balanceOf(address(stake)), (3 + count) * STAKE, "held");
        Seat memory seat = seatOf(3 + count - 1);
        assertEq(seat.juror, OTHER, "juror");
        assertEq(seat.takenAt, block.timestamp, "takenAt");
        assertEq(seat.leftAt, 0, "leftAt");
        assertEq(seat.parts, 4, "parts");
        assertEq(seat.locked, 0, "locked");
        assertEq(stake.seatCount(JURY, JURY), 0, "other benches");
    }

    function test_counts_seats_before_any_moment(uint32[6] memory waits, uint256 moment) public {
        uint256 start = block.timestamp;
        uint256[6] memory times;
        for (uint256 i = 0; i < 6; ++i) {
            vm.warp(block.timestamp + waits[i] % 3);
            times[i] = block.timestamp;
            take(OTHER, 1);
        }
        moment = between(moment, start - 1, block.timestamp + 2);
        uint256 expected = moment > start ? 3 : 0;
        for (uint256 i = 0; i < 6; ++i) {
            if (times[i] < moment) ++expected;
        }
        assertEq(stake.seatsTakenBefore(JURY, COURT, uint40(moment)), expected, "seats");
    }

    function test_keeps_its_settings() public view {
        assertEq(address(stake.stakeToken()), address(token), "token");
        assertEq(stake.seatStake(), STAKE, "stake");
        assertEq(stake.seatExitDelay(), DELAY, "delay");
    }
}
