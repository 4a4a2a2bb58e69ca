// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {IReceipts} from "../../src/interfaces/IReceipts.sol";
import {PoolTest} from "../PoolTest.sol";

contract PayClaimTest is PoolTest {
    function test_refuses_before_claims_are_settled() public {
        vm.expectRevert(IHalts.NotSettled.selector);
        pool.payClaim(labeler(1));
        equivocate(relayer);
        fileClaim(1, 100);
        vm.warp(block.timestamp + CLAIM_TIME + 1);
        vm.expectRevert(IHalts.NotSettled.selector);
        pool.payClaim(labeler(1));
    }

    function test_refuses_those_without_a_claim_and_a_second_time() public {
        settled();
        vm.expectRevert(IHalts.NothingToPay.selector);
        pool.payClaim(labeler(3));
        pool.payClaim(labeler(1));
        vm.expectRevert(IHalts.NothingToPay.selector);
        pool.payClaim(labeler(1));
    }

    function test_waits_for_those_who_are_not_registered() public {
        address[] memory one = new address[](1);
        uint64[] memory amount = new uint64[](1);
        (one[0], amount[0]) = (requester, 70);
        vm.prank(court);
        pool.convict(address(0), one, amount);
        vm.warp(block.timestamp + CLAIM_TIME + 1);
        pool.settleClaims();
        vm.expectRevert(abi.encodeWithSelector(IReceipts.NotRegistered.selector, requester));
        pool.payClaim(requester);
        registry.register(one);
        pool.payClaim(requester);
        assertEq(pool.creditOf(requester), 70, "credit");
    }

    function test_turns_a_claim_into_credit() public {
        settled();
        assertEq(pool.floatAmount(), 130, "float");
        vm.expectEmit(address(pool));
        emit IHalts.ClaimPaid(labeler(1), 100);
        vm.prank(stranger);
        pool.payClaim(labeler(1));
        assertEq(pool.creditOf(labeler(1)), 100, "credit");
        assertEq(pool.floatAmount(), 30, "float");
        assertTrue(pool.claimOf(labeler(1)).paid, "paid");
        pool.withdraw(withdrawalOf(1), signed(1, withdrawalOf(1)), 0);
        assertEq(token.balanceOf(destination), 100 * UNIT, "withdrawn as ever");
    }

    function settled() private {
        equivocate(relayer);
        fileClaim(1, 100);
        fileClaim(2, 30);
        vm.warp(block.timestamp + CLAIM_TIME + 1);
        pool.settleClaims();
    }
}
