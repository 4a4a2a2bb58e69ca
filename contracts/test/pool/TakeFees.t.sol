// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {PoolTest} from "../PoolTest.sol";

contract TakeFeesTest is PoolTest {
    function setUp() public override {
        super.setUp();
        checkpoint(1, 50, entry(1, 1_000));
    }

    function test_refuses_all_but_the_operator() public {
        vm.expectRevert(
            abi.encodeWithSelector(ILabelPool.NotOperator.selector, checkpointKey, operator)
        );
        vm.prank(checkpointKey);
        pool.takeFees(checkpointKey);
    }

    function test_refuses_destinations_that_would_lose_the_money() public {
        address[2] memory bad = [address(0), address(pool)];
        for (uint256 i = 0; i < bad.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ILabelPool.BadDestination.selector, bad[i]));
            vm.prank(operator);
            pool.takeFees(bad[i]);
        }
    }

    function test_refuses_when_nothing_is_due() public {
        vm.startPrank(operator);
        pool.takeFees(destination);
        vm.expectRevert(ILabelPool.NoFeesDue.selector);
        pool.takeFees(destination);
        vm.stopPrank();
    }

    function test_pays_all_fees_due() public {
        checkpoint(2, 25, entry(1, 500));
        vm.expectEmit(address(pool));
        emit ILabelPool.FeesTaken(destination, 75);
        vm.prank(operator);
        pool.takeFees(destination);
        assertEq(token.balanceOf(destination), 75 * UNIT, "paid");
        assertEq(pool.feesDue(), 0, "due");
        assertEq(pool.project(project).fees, 75, "fees of the project");
        assertEq(token.balanceOf(address(pool)), (DEPOSIT - 75) * UNIT, "held");
    }
}
