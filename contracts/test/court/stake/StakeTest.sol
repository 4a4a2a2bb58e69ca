// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJurorStake, Seat} from "../../../src/interfaces/IJurorStake.sol";
import {Base} from "../../Base.sol";
import {IMintable} from "../../tokens/IMintable.sol";
import {StakeOnly} from "./StakeOnly.sol";

/// @dev Stake of two jurors with a jury that is an account.
abstract contract StakeTest is Base {
    uint256 internal constant STAKE = 40;
    uint32 internal constant DELAY = 10 days;
    address internal constant JURY = address(0x101);
    address internal constant COURT = address(0x102);
    address internal constant JUROR = address(0x103);
    address internal constant OTHER = address(0x104);

    IMintable internal token;
    IJurorStake internal stake;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        token = IMintable(deploy("TestDollar.sol:TestDollar", ""));
        stake = new StakeOnly(token, STAKE, DELAY);
        fund(JUROR);
        fund(OTHER);
        take(JUROR, 3);
    }

    function fund(address account) private {
        token.mint(account, 1e18);
        vm.prank(account);
        token.approve(address(stake), type(uint256).max);
    }

    function take(address account, uint32 count) internal returns (uint32) {
        vm.prank(account);
        return stake.takeSeats(JURY, COURT, count);
    }

    function one(uint32 seat) internal pure returns (uint32[] memory seats) {
        seats = new uint32[](1);
        seats[0] = seat;
    }

    function lock(uint32 seat) internal {
        vm.prank(JURY);
        stake.lockSeat(COURT, seat);
    }

    function free(uint32 seat, bool forfeited) internal returns (uint256) {
        bool[] memory flags = new bool[](1);
        flags[0] = forfeited;
        vm.prank(JURY);
        return stake.freeSeats(COURT, one(seat), flags);
    }

    function leaveSeat(address account, uint32 seat) internal {
        vm.prank(account);
        stake.leaveSeats(JURY, COURT, one(seat));
    }

    function takeStake(address account, uint32 seat) internal {
        vm.prank(account);
        stake.takeStake(JURY, COURT, one(seat));
    }

    function seatOf(uint32 seat) internal view returns (Seat memory) {
        return stake.seatOf(JURY, COURT, seat);
    }
}
