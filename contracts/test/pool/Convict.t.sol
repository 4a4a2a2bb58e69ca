// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {HaltCause, PoolState} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";

contract ConvictTest is PoolTest {
    address[] private beneficiaries;
    uint64[] private amounts;

    function test_refuses_all_but_the_court() public {
        vm.expectRevert(abi.encodeWithSelector(IHalts.NotCourt.selector, operator, court));
        vm.prank(operator);
        pool.convict(relayer, beneficiaries, amounts);
    }

    function test_refuses_awards_without_amounts() public {
        beneficiaries.push(requester);
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.UnequalLengths.selector, 1, 0));
        vm.prank(court);
        pool.convict(relayer, beneficiaries, amounts);
    }

    function test_halts_and_awards() public {
        award(requester, 500);
        award(labeler(2), 70);
        vm.expectEmit(address(pool));
        emit IHalts.Halted(HaltCause.Dispute, relayer, BOND, uint40(block.timestamp + CLAIM_TIME));
        vm.expectEmit(address(pool));
        emit IHalts.Awarded(requester, 500);
        vm.expectEmit(address(pool));
        emit IHalts.Awarded(labeler(2), 70);
        convict(relayer);
        assertTrue(pool.state() == PoolState.Halted, "halted");
        assertEq(pool.reporter(), relayer, "reporter");
        assertEq(pool.claimOf(requester).award, 500, "award");
        assertEq(pool.claimOf(labeler(2)).award, 70, "award");
        assertEq(pool.creditOf(labeler(2)), 0, "credits are not the Court's");
    }

    function test_a_second_ruling_awards_more_and_rewards_nobody() public {
        award(requester, 500);
        convict(address(0));
        assertEq(pool.reporter(), address(0), "nobody");
        convict(relayer);
        assertEq(pool.reporter(), address(0), "still nobody");
        assertEq(pool.claimOf(requester).award, 1_000, "award");
        assertEq(pool.pot(), BOND / 2, "no reward");
    }

    function test_an_award_counts_at_most_the_pot() public {
        award(requester, type(uint64).max);
        convict(relayer);
        convict(relayer);
        assertEq(pool.claimOf(requester).award, pool.pot(), "award");
    }

    function test_a_ruling_after_the_claim_time_is_void_and_refuses_nothing() public {
        convict(relayer);
        award(requester, 500);
        vm.warp(block.timestamp + CLAIM_TIME);
        convict(relayer);
        vm.warp(block.timestamp + 1);
        convict(relayer);
        assertEq(pool.claimOf(requester).award, 500, "in time");
        pool.settleClaims();
        convict(relayer);
        assertEq(pool.claimOf(requester).award, 500, "settled");
    }

    function award(address beneficiary, uint64 amount) private {
        beneficiaries.push(beneficiary);
        amounts.push(amount);
    }

    function convict(address reporter) private {
        vm.prank(court);
        pool.convict(reporter, beneficiaries, amounts);
    }
}
