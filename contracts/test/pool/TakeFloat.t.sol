// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {PoolTest} from "../PoolTest.sol";

contract TakeFloatTest is PoolTest {
    function setUp() public override {
        super.setUp();
        vm.startPrank(operator);
        pool.addFloat(100);
        pool.addBond(100);
        vm.stopPrank();
    }

    function test_refuses_all_but_the_operator() public {
        request(100);
        vm.warp(block.timestamp + EXIT_DELAY);
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.NotOperator.selector, stranger, operator));
        vm.prank(stranger);
        pool.takeFloat();
    }

    function test_refuses_without_an_announcement() public {
        vm.prank(operator);
        pool.requestBondExit(100);
        vm.warp(block.timestamp + EXIT_DELAY);
        vm.expectRevert(ILabelPool.NoExitRequested.selector);
        vm.prank(operator);
        pool.takeFloat();
    }

    function test_refuses_within_the_delay() public {
        request(100);
        uint40 availableAt = pool.floatExit().availableAt;
        vm.warp(availableAt - 1);
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.ExitNotDue.selector, availableAt));
        vm.prank(operator);
        pool.takeFloat();
    }

    function test_refuses_a_second_time() public {
        request(60);
        vm.warp(block.timestamp + EXIT_DELAY);
        vm.startPrank(operator);
        pool.takeFloat();
        vm.expectRevert(ILabelPool.NoExitRequested.selector);
        pool.takeFloat();
        vm.stopPrank();
    }

    function test_pays_the_operator() public {
        request(60);
        vm.warp(block.timestamp + EXIT_DELAY);
        uint256 before = token.balanceOf(operator);
        vm.expectEmit(address(pool));
        emit ILabelPool.FloatTaken(60);
        vm.prank(operator);
        pool.takeFloat();
        assertEq(token.balanceOf(operator) - before, 60 * UNIT, "paid");
        assertEq(pool.floatAmount(), 40, "float");
        assertEq(pool.bondAmount(), 100, "bond");
        assertEq(pool.floatExit().amount, 0, "announcement");
        assertEq(token.balanceOf(address(pool)), (DEPOSIT + 140) * UNIT, "held");
    }

    function request(uint64 amount) private {
        vm.prank(operator);
        pool.requestFloatExit(amount);
    }
}
