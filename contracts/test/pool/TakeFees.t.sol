// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {IOperatorFunds} from "../../src/interfaces/IOperatorFunds.sol";
import {IWithdrawals} from "../../src/interfaces/IWithdrawals.sol";
import {PoolTest} from "../PoolTest.sol";

contract TakeFeesTest is PoolTest {
    function setUp() public override {
        super.setUp();
        checkpoint(1, entry(1, 1_000));
    }

    function test_refuses_all_but_the_operator() public {
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorFunds.NotOperator.selector, checkpointKey, operator)
        );
        vm.prank(checkpointKey);
        pool.takeFees(checkpointKey);
    }

    function test_refuses_destinations_that_would_lose_the_money() public {
        address[2] memory bad = [address(0), address(pool)];
        for (uint256 i = 0; i < bad.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IWithdrawals.BadDestination.selector, bad[i]));
            vm.prank(operator);
            pool.takeFees(bad[i]);
        }
    }

    function test_refuses_when_nothing_is_due() public {
        vm.startPrank(operator);
        pool.takeFees(destination);
        vm.expectRevert(IOperatorFunds.NoFeesDue.selector);
        pool.takeFees(destination);
        vm.stopPrank();
    }

    function test_refuses_in_a_halted_pool_until_claims_are_settled() public {
        equivocate(relayer);
        vm.expectRevert(IHalts.PoolHalted.selector);
        vm.prank(operator);
        pool.takeFees(destination);
        vm.warp(block.timestamp + CLAIM_TIME + 1);
        pool.settleClaims();
        uint64 rest = 50 + BOND / 2 - BOND / 2 / 20;
        assertEq(pool.feesDue(), rest, "what claims left");
        vm.prank(operator);
        pool.takeFees(destination);
        assertEq(token.balanceOf(destination), rest * UNIT, "paid");
    }

    function test_pays_all_fees_due() public {
        checkpoint(2, entry(1, 500));
        vm.expectEmit(address(pool));
        emit IOperatorFunds.FeesTaken(destination, 75);
        vm.prank(operator);
        pool.takeFees(destination);
        assertEq(token.balanceOf(destination), 75 * UNIT, "paid");
        assertEq(pool.feesDue(), 0, "due");
        assertEq(pool.project(project).fees, 75, "fees of the project");
        assertEq(held(), DEPOSIT - 75, "held");
    }
}
