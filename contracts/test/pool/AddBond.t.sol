// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IOperatorFunds} from "../../src/interfaces/IOperatorFunds.sol";
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
        assertEq(pool.bondAmount(), BOND, "bond");
    }

    function test_refuses_in_a_halted_pool() public {
        equivocate(relayer);
        vm.expectRevert(IHalts.PoolHalted.selector);
        vm.prank(operator);
        pool.addBond(1);
    }

    function test_refuses_more_than_fits_with_what_leaves() public {
        vm.prank(operator);
        pool.requestBondExit(BOND);
        vm.expectRevert(
            abi.encodeWithSelector(
                ILabelPool.AmountTooLarge.selector, uint256(1) << 46, 2 ** 46 - 1
            )
        );
        vm.prank(operator);
        pool.addBond(2 ** 46 - BOND);
        vm.prank(operator);
        pool.addBond(2 ** 46 - 1 - BOND);
        assertEq(pool.bondAmount(), 2 ** 46 - 1, "bond");
    }

    function test_adds_for_anyone() public {
        vm.expectEmit(address(pool));
        emit IOperatorFunds.BondAdded(stranger, 70);
        vm.prank(stranger);
        pool.addBond(70);
        bond(7);
        assertEq(pool.bondAmount(), BOND + 77, "bond");
        assertEq(token.balanceOf(stranger), 1e30 - 70 * UNIT, "paid");
        assertEq(token.balanceOf(address(pool)), (DEPOSIT + BOND + 77) * UNIT, "held");
        assertEq(pool.floatAmount() + pool.feesDue(), 0, "other funds");
    }
}
