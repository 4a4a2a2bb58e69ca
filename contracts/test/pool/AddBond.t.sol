// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {PoolTest} from "../PoolTest.sol";

contract AddBondTest is PoolTest {
    function test_refuses_zero() public {
        vm.expectRevert(ILabelPool.ZeroAmount.selector);
        vm.prank(operator);
        pool.addBond(0);
    }

    function test_refuses_a_payer_without_tokens() public {
        vm.expectRevert();
        vm.prank(relayer);
        pool.addBond(1);
        assertEq(pool.bondAmount(), 0, "bond");
    }

    function test_adds_for_anyone() public {
        vm.expectEmit(address(pool));
        emit ILabelPool.BondAdded(stranger, 70);
        vm.prank(stranger);
        pool.addBond(70);
        vm.prank(operator);
        pool.addBond(7);
        assertEq(pool.bondAmount(), 77, "bond");
        assertEq(token.balanceOf(stranger), 1e30 - 70 * UNIT, "paid");
        assertEq(token.balanceOf(address(pool)), (DEPOSIT + 77) * UNIT, "held");
    }

    function test_leaves_the_other_funds_alone() public {
        vm.prank(operator);
        pool.addBond(77);
        assertEq(pool.floatAmount() + pool.bondAmount(), 77, "sum");
        assertEq(pool.feesDue(), 0, "fees");
    }
}
