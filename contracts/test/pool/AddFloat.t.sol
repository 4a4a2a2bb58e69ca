// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IOperatorFunds} from "../../src/interfaces/IOperatorFunds.sol";
import {PoolTest} from "../PoolTest.sol";

contract AddFloatTest is PoolTest {
    function test_refuses_all_but_the_operator() public {
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorFunds.NotOperator.selector, stranger, operator)
        );
        vm.prank(stranger);
        pool.addFloat(1);
    }

    function test_refuses_zero() public {
        vm.expectRevert(ILabelPool.ZeroAmount.selector);
        vm.prank(operator);
        pool.addFloat(0);
    }

    function test_refuses_a_payer_without_tokens() public {
        uint256 all = token.balanceOf(operator);
        vm.prank(operator);
        assertTrue(token.transfer(stranger, all), "gone");
        vm.expectRevert();
        vm.prank(operator);
        pool.addFloat(1);
        assertEq(pool.floatAmount(), 0, "float");
    }

    function test_refuses_in_a_halted_pool() public {
        equivocate(relayer);
        vm.expectRevert(IHalts.PoolHalted.selector);
        vm.prank(operator);
        pool.addFloat(1);
    }

    function test_refuses_more_than_fits() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                ILabelPool.AmountTooLarge.selector, uint256(1) << 46, 2 ** 46 - 1
            )
        );
        vm.prank(operator);
        pool.addFloat(2 ** 46);
    }

    function test_refuses_float_that_the_bond_does_not_cover() public {
        checkpoint(1, entry(1, 100_000));
        uint64 room = BOND / 2 - 105_000;
        vm.expectRevert(
            abi.encodeWithSelector(IOperatorFunds.BondTooSmall.selector, BOND + 2, BOND)
        );
        vm.prank(operator);
        pool.addFloat(room + 1);
        vm.prank(operator);
        pool.addFloat(room);
        assertEq(pool.floatAmount(), room, "float");
    }

    function test_adds_for_the_operator() public {
        vm.expectEmit(address(pool));
        emit IOperatorFunds.FloatAdded(70);
        vm.prank(operator);
        pool.addFloat(70);
        vm.prank(operator);
        pool.addFloat(7);
        assertEq(pool.floatAmount(), 77, "float");
        assertEq(token.balanceOf(operator), 1e30 - (BOND + 77) * UNIT, "paid");
        assertEq(held(), DEPOSIT + 77, "held");
        assertEq(pool.bondAmount(), BOND, "bond");
        assertEq(pool.feesDue(), 0, "fees");
    }
}
