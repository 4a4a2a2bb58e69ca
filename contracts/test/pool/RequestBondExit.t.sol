// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {PoolTest} from "../PoolTest.sol";

contract RequestBondExitTest is PoolTest {
    function setUp() public override {
        super.setUp();
        vm.prank(stranger);
        pool.addBond(100);
    }

    function test_refuses_all_but_the_operator() public {
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.NotOperator.selector, stranger, operator));
        vm.prank(stranger);
        pool.requestBondExit(1);
    }

    function test_refuses_zero() public {
        vm.expectRevert(ILabelPool.ZeroAmount.selector);
        vm.prank(operator);
        pool.requestBondExit(0);
    }

    function test_refuses_more_than_there_is() public {
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.ExitBeyondHoldings.selector, 101, 100));
        vm.prank(operator);
        pool.requestBondExit(101);
    }

    function test_announces() public {
        uint40 availableAt = uint40(block.timestamp + EXIT_DELAY);
        vm.expectEmit(address(pool));
        emit ILabelPool.BondExitRequested(100, availableAt);
        vm.prank(operator);
        pool.requestBondExit(100);
        assertEq(pool.bondExit().amount, 100, "amount");
        assertEq(pool.bondExit().availableAt, availableAt, "availableAt");
        assertEq(pool.bondAmount(), 100, "still counted");
    }

    function test_a_later_announcement_starts_the_delay_anew() public {
        vm.prank(operator);
        pool.requestBondExit(100);
        vm.warp(block.timestamp + EXIT_DELAY - 1);
        vm.prank(operator);
        pool.requestBondExit(30);
        assertEq(pool.bondExit().amount, 30, "amount");
        assertEq(pool.bondExit().availableAt, block.timestamp + EXIT_DELAY, "availableAt");
    }
}
