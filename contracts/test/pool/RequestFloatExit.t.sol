// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {PoolTest} from "../PoolTest.sol";

contract RequestFloatExitTest is PoolTest {
    function setUp() public override {
        super.setUp();
        vm.prank(stranger);
        pool.addFloat(100);
    }

    function test_refuses_all_but_the_operator() public {
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.NotOperator.selector, stranger, operator));
        vm.prank(stranger);
        pool.requestFloatExit(1);
    }

    function test_refuses_zero() public {
        vm.expectRevert(ILabelPool.ZeroAmount.selector);
        vm.prank(operator);
        pool.requestFloatExit(0);
    }

    function test_refuses_more_than_there_is() public {
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.ExitBeyondHoldings.selector, 101, 100));
        vm.prank(operator);
        pool.requestFloatExit(101);
    }

    function test_announces() public {
        uint40 availableAt = uint40(block.timestamp + EXIT_DELAY);
        vm.expectEmit(address(pool));
        emit ILabelPool.FloatExitRequested(100, availableAt);
        vm.prank(operator);
        pool.requestFloatExit(100);
        assertEq(pool.floatExit().amount, 100, "amount");
        assertEq(pool.floatExit().availableAt, availableAt, "availableAt");
        assertEq(pool.floatAmount(), 100, "still counted");
    }

    function test_a_later_announcement_starts_the_delay_anew() public {
        vm.prank(operator);
        pool.requestFloatExit(100);
        vm.warp(block.timestamp + EXIT_DELAY - 1);
        vm.prank(operator);
        pool.requestFloatExit(30);
        assertEq(pool.floatExit().amount, 30, "amount");
        assertEq(pool.floatExit().availableAt, block.timestamp + EXIT_DELAY, "availableAt");
    }
}
