// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {IOperatorFunds} from "../../src/interfaces/IOperatorFunds.sol";
import {PoolTest} from "../PoolTest.sol";

contract RequestFloatExitTest is PoolTest {
    uint64 private constant FLOAT = 100;

    function setUp() public override {
        super.setUp();
        vm.prank(operator);
        pool.addFloat(FLOAT);
    }

    function test_refuses_all_but_the_operator() public {
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorFunds.NotOperator.selector, stranger, operator)
        );
        vm.prank(stranger);
        pool.requestFloatExit(1);
    }

    function test_refuses_more_than_there_is() public {
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorFunds.ExitBeyondHoldings.selector, FLOAT + 1, FLOAT)
        );
        vm.prank(operator);
        pool.requestFloatExit(FLOAT + 1);
    }

    function test_refuses_in_a_halted_pool() public {
        equivocate(relayer);
        vm.expectRevert(IHalts.PoolHalted.selector);
        vm.prank(operator);
        pool.requestFloatExit(1);
    }

    function test_announces() public {
        uint40 availableAt = uint40(block.timestamp + EXIT_DELAY);
        vm.expectEmit(address(pool));
        emit IOperatorFunds.FloatExitRequested(FLOAT, availableAt);
        vm.prank(operator);
        pool.requestFloatExit(FLOAT);
        assertEq(pool.floatExit().amount, FLOAT, "amount");
        assertEq(pool.floatExit().availableAt, availableAt, "availableAt");
        assertEq(pool.floatAmount(), FLOAT, "still counted");
    }

    function test_a_later_announcement_starts_the_delay_anew() public {
        vm.prank(operator);
        pool.requestFloatExit(FLOAT);
        vm.warp(block.timestamp + EXIT_DELAY - 1);
        vm.prank(operator);
        pool.requestFloatExit(30);
        assertEq(pool.floatExit().amount, 30, "amount");
        assertEq(pool.floatExit().availableAt, block.timestamp + EXIT_DELAY, "availableAt");
        assertEq(pool.floatAmount(), FLOAT, "still counted");
    }

    function test_zero_takes_it_back() public {
        vm.prank(operator);
        pool.requestFloatExit(FLOAT);
        vm.expectEmit(address(pool));
        emit IOperatorFunds.FloatExitRequested(0, 0);
        vm.prank(operator);
        pool.requestFloatExit(0);
        assertEq(pool.floatExit().amount, 0, "amount");
        assertEq(pool.floatExit().availableAt, 0, "availableAt");
        assertEq(pool.floatAmount(), FLOAT, "all there");
        vm.warp(block.timestamp + EXIT_DELAY);
        vm.expectRevert(IOperatorFunds.NoExitRequested.selector);
        vm.prank(operator);
        pool.takeFloat();
    }
}
