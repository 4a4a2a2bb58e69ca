// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {IOperatorFunds} from "../../src/interfaces/IOperatorFunds.sol";
import {PoolTest} from "../PoolTest.sol";

contract RequestBondExitTest is PoolTest {
    function test_refuses_all_but_the_operator() public {
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorFunds.NotOperator.selector, stranger, operator)
        );
        vm.prank(stranger);
        pool.requestBondExit(1);
    }

    function test_refuses_more_than_there_is() public {
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorFunds.ExitBeyondHoldings.selector, BOND + 1, BOND)
        );
        vm.prank(operator);
        pool.requestBondExit(BOND + 1);
    }

    function test_refuses_in_a_halted_pool() public {
        equivocate(relayer);
        vm.expectRevert(IHalts.PoolHalted.selector);
        vm.prank(operator);
        pool.requestBondExit(1);
    }

    function test_refuses_bond_that_covers_something() public {
        checkpoint(1, entry(1, 100_000));
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorFunds.BondTooSmall.selector, 210_000, 209_999)
        );
        vm.prank(operator);
        pool.requestBondExit(BOND - 209_999);
        vm.prank(operator);
        pool.requestBondExit(BOND - 210_000);
    }

    function test_announced_bond_covers_nothing() public {
        vm.prank(operator);
        pool.requestBondExit(BOND - 100);
        vm.expectRevert(abi.encodeWithSelector(IOperatorFunds.BondTooSmall.selector, 104, 100));
        checkpoint(1, entry(1, 50));
        checkpoint(1, entry(1, 48));
    }

    function test_announces() public {
        uint40 availableAt = uint40(block.timestamp + EXIT_DELAY);
        vm.expectEmit(address(pool));
        emit IOperatorFunds.BondExitRequested(BOND, availableAt);
        vm.prank(operator);
        pool.requestBondExit(BOND);
        assertEq(pool.bondExit().amount, BOND, "amount");
        assertEq(pool.bondExit().availableAt, availableAt, "availableAt");
        assertEq(pool.bondAmount(), BOND, "still counted");
    }

    function test_a_later_announcement_starts_the_delay_anew() public {
        vm.prank(operator);
        pool.requestBondExit(BOND);
        vm.warp(block.timestamp + EXIT_DELAY - 1);
        vm.prank(operator);
        pool.requestBondExit(30);
        assertEq(pool.bondExit().amount, 30, "amount");
        assertEq(pool.bondExit().availableAt, block.timestamp + EXIT_DELAY, "availableAt");
        assertEq(pool.bondAmount(), BOND, "still counted");
    }

    function test_zero_takes_it_back() public {
        vm.prank(operator);
        pool.requestBondExit(BOND);
        vm.expectEmit(address(pool));
        emit IOperatorFunds.BondExitRequested(0, 0);
        vm.prank(operator);
        pool.requestBondExit(0);
        assertEq(pool.bondExit().amount, 0, "amount");
        assertEq(pool.bondExit().availableAt, 0, "availableAt");
        assertEq(pool.bondAmount(), BOND, "all there");
        vm.warp(block.timestamp + EXIT_DELAY);
        vm.expectRevert(IOperatorFunds.NoExitRequested.selector);
        vm.prank(operator);
        pool.takeBond();
    }
}
