// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICheckpoints} from "../../src/interfaces/ICheckpoints.sol";
import {IHalts} from "../../src/interfaces/IHalts.sol";
import {IOperatorFunds} from "../../src/interfaces/IOperatorFunds.sol";
import {PoolTest} from "../PoolTest.sol";

contract TakeBondTest is PoolTest {
    function test_refuses_all_but_the_operator() public {
        request(60);
        vm.warp(block.timestamp + EXIT_DELAY);
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorFunds.NotOperator.selector, stranger, operator)
        );
        vm.prank(stranger);
        pool.takeBond();
    }

    function test_refuses_without_an_announcement() public {
        vm.expectRevert(IOperatorFunds.NoExitRequested.selector);
        vm.prank(operator);
        pool.takeBond();
    }

    function test_refuses_within_the_delay() public {
        request(60);
        uint40 availableAt = pool.bondExit().availableAt;
        vm.warp(availableAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IOperatorFunds.ExitNotDue.selector, availableAt));
        vm.prank(operator);
        pool.takeBond();
    }

    function test_refuses_in_a_halted_pool() public {
        request(60);
        vm.warp(block.timestamp + EXIT_DELAY);
        equivocate(relayer);
        vm.expectRevert(IHalts.PoolHalted.selector);
        vm.prank(operator);
        pool.takeBond();
    }

    function test_refuses_a_second_time() public {
        request(60);
        vm.warp(block.timestamp + EXIT_DELAY);
        vm.startPrank(operator);
        pool.takeBond();
        vm.expectRevert(IOperatorFunds.NoExitRequested.selector);
        pool.takeBond();
        vm.stopPrank();
    }

    function test_refuses_while_a_dispute_is_pending() public {
        request(60);
        vm.warp(block.timestamp + EXIT_DELAY);
        vm.prank(court);
        pool.hold(project);
        vm.expectRevert(abi.encodeWithSelector(ICheckpoints.DisputePending.selector, 1));
        vm.prank(operator);
        pool.takeBond();
        vm.prank(court);
        pool.release(project);
        vm.prank(operator);
        pool.takeBond();
    }

    function test_pays_the_operator() public {
        request(60);
        vm.warp(block.timestamp + EXIT_DELAY);
        uint256 before = token.balanceOf(operator);
        uint256 heldBefore = token.balanceOf(address(pool));
        vm.expectEmit(address(pool));
        emit IOperatorFunds.BondTaken(60);
        vm.prank(operator);
        pool.takeBond();
        assertEq(token.balanceOf(operator) - before, 60 * UNIT, "paid");
        assertEq(pool.bondAmount(), BOND - 60, "bond");
        assertEq(pool.bondExit().amount, 0, "announcement");
        assertEq(heldBefore - token.balanceOf(address(pool)), 60 * UNIT, "held");
    }

    function request(uint64 amount) private {
        vm.prank(operator);
        pool.requestBondExit(amount);
    }
}
