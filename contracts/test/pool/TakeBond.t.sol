// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {PoolTest} from "../PoolTest.sol";

contract TakeBondTest is PoolTest {
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
        pool.takeBond();
    }

    function test_refuses_without_an_announcement() public {
        vm.prank(operator);
        pool.requestFloatExit(100);
        vm.warp(block.timestamp + EXIT_DELAY);
        vm.expectRevert(ILabelPool.NoExitRequested.selector);
        vm.prank(operator);
        pool.takeBond();
    }

    function test_refuses_within_the_delay() public {
        request(100);
        uint40 availableAt = pool.bondExit().availableAt;
        vm.warp(availableAt - 1);
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.ExitNotDue.selector, availableAt));
        vm.prank(operator);
        pool.takeBond();
    }

    function test_refuses_a_second_time() public {
        request(60);
        vm.warp(block.timestamp + EXIT_DELAY);
        vm.startPrank(operator);
        pool.takeBond();
        vm.expectRevert(ILabelPool.NoExitRequested.selector);
        pool.takeBond();
        vm.stopPrank();
    }

    function test_pays_the_operator() public {
        request(60);
        vm.warp(block.timestamp + EXIT_DELAY);
        uint256 before = token.balanceOf(operator);
        vm.expectEmit(address(pool));
        emit ILabelPool.BondTaken(60);
        vm.prank(operator);
        pool.takeBond();
        assertEq(token.balanceOf(operator) - before, 60 * UNIT, "paid");
        assertEq(pool.bondAmount(), 40, "bond");
        assertEq(pool.floatAmount(), 100, "float");
        assertEq(pool.bondExit().amount, 0, "announcement");
        assertEq(token.balanceOf(address(pool)), (DEPOSIT + 140) * UNIT, "held");
    }

    function request(uint64 amount) private {
        vm.prank(operator);
        pool.requestBondExit(amount);
    }
}
