// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {PoolTest} from "../PoolTest.sol";

contract BurnBondTest is PoolTest {
    address private constant NOBODY = 0x000000000000000000000000000000000000dEaD;

    function test_refuses_in_a_running_pool() public {
        vm.expectRevert(IHalts.NotHalted.selector);
        pool.burnBond();
    }

    function test_refuses_a_second_time() public {
        equivocate(relayer);
        pool.burnBond();
        vm.expectRevert(IHalts.NothingToPay.selector);
        pool.burnBond();
    }

    function test_refuses_to_burn_nothing() public {
        vm.prank(operator);
        pool.requestBondExit(BOND - 1);
        vm.warp(block.timestamp + EXIT_DELAY);
        vm.prank(operator);
        pool.takeBond();
        equivocate(relayer);
        vm.expectRevert(IHalts.NothingToPay.selector);
        pool.burnBond();
        vm.expectRevert(IHalts.NothingToPay.selector);
        pool.payReward();
        assertEq(pool.pot(), 1, "the odd unit pays claims");
    }

    function test_burns_half() public {
        equivocate(relayer);
        vm.expectEmit(address(pool));
        emit IHalts.BondBurned(BOND / 2);
        vm.prank(stranger);
        pool.burnBond();
        assertEq(token.balanceOf(NOBODY), BOND / 2 * UNIT, "burned");
        assertEq(pool.bondAmount(), BOND / 2, "bond");
    }
}
