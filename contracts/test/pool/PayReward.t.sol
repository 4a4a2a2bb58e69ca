// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {PoolTest} from "../PoolTest.sol";

contract PayRewardTest is PoolTest {
    function test_refuses_in_a_running_pool() public {
        vm.expectRevert(IHalts.NotHalted.selector);
        pool.payReward();
    }

    function test_refuses_when_nobody_reported() public {
        vm.prank(court);
        pool.convict(address(0), new address[](0), new uint64[](0));
        vm.expectRevert(IHalts.NothingToPay.selector);
        pool.payReward();
    }

    function test_refuses_a_second_time() public {
        equivocate(relayer);
        pool.payReward();
        vm.expectRevert(IHalts.NothingToPay.selector);
        pool.payReward();
    }

    function test_pays_the_reporter_a_twentieth_of_what_is_burned() public {
        equivocate(relayer);
        vm.expectEmit(address(pool));
        emit IHalts.RewardPaid(relayer, BOND / 40);
        vm.prank(stranger);
        pool.payReward();
        assertEq(token.balanceOf(relayer), BOND / 40 * UNIT, "paid");
        assertEq(pool.bondAmount(), BOND - BOND / 40, "bond");
    }
}
