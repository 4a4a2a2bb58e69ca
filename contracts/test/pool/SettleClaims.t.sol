// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {PoolState} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";

contract SettleClaimsTest is PoolTest {
    function test_refuses_in_a_running_pool() public {
        vm.expectRevert(IHalts.NotHalted.selector);
        pool.settleClaims();
    }

    function test_refuses_within_the_claim_time() public {
        equivocate(relayer);
        uint40 closesAt = uint40(block.timestamp + CLAIM_TIME);
        vm.warp(closesAt);
        vm.expectRevert(abi.encodeWithSelector(IHalts.ClaimsOpen.selector, closesAt));
        pool.settleClaims();
    }

    function test_refuses_a_second_time() public {
        equivocate(relayer);
        vm.warp(block.timestamp + CLAIM_TIME + 1);
        pool.settleClaims();
        vm.expectRevert(IHalts.NotHalted.selector);
        pool.settleClaims();
    }

    function test_pays_awards_first_and_receipts_from_the_rest() public {
        small(800, 300, 600);
        uint256 pot = pool.pot();
        assertEq(pot, 1_000 - 50, "pot");
        vm.expectEmit(address(pool));
        emit IHalts.ClaimsSettled(800, 150, 0);
        pool.settleClaims();
        assertEq(pool.pot(), pot, "pot");
        pool.payClaim(requester);
        pool.payClaim(labeler(1));
        pool.payClaim(labeler(2));
        assertEq(pool.creditOf(requester), 800, "award");
        assertEq(pool.creditOf(labeler(1)), 50, "a third of 150");
        assertEq(pool.creditOf(labeler(2)), 100, "two thirds of 150");
        assertEq(pool.floatAmount(), 0, "nothing left");
    }

    function test_pays_awards_pro_rata_when_the_pot_is_less() public {
        small(1_500, 300, 600);
        vm.expectEmit(address(pool));
        emit IHalts.ClaimsSettled(950, 0, 0);
        pool.settleClaims();
        pool.payClaim(requester);
        pool.payClaim(labeler(1));
        assertEq(pool.creditOf(requester), 950, "award");
        assertEq(pool.creditOf(labeler(1)), 0, "receipt");
    }

    function test_the_rest_is_the_operator_s() public {
        small(100, 0, 0);
        vm.expectEmit(address(pool));
        emit IHalts.ClaimsSettled(100, 0, 850);
        pool.settleClaims();
        assertTrue(pool.state() == PoolState.Settled, "state");
        assertEq(pool.feesDue(), 850, "due");
        assertEq(pool.floatAmount(), 100, "for the award");
        assertEq(pool.bondAmount(), 1_050, "for fire and reporter");
        uint256 before = token.balanceOf(operator);
        vm.prank(operator);
        pool.takeFees(operator);
        assertEq(token.balanceOf(operator) - before, 850 * UNIT, "paid");
    }

    function test_fees_due_are_in_the_pot() public {
        checkpoint(1, entry(1, 1_000));
        uint64 pot = BOND / 2 - BOND / 40 + 50;
        equivocate(relayer);
        assertEq(pool.pot(), pot, "pot");
        pool.burnBond();
        pool.payReward();
        assertEq(pool.pot(), pot, "the same after fire and reward");
    }

    function testFuzz_never_pays_more_than_the_pot_and_keeps_all(
        uint64[3] calldata claims,
        bool burnFirst,
        bool rewardFirst
    ) public {
        small(claims[0], claims[1], claims[2]);
        uint256 all = token.balanceOf(address(pool));
        uint256 pot = pool.pot();
        if (burnFirst) pool.burnBond();
        pool.settleClaims();
        if (rewardFirst) pool.payReward();
        pay(requester);
        pay(labeler(1));
        pay(labeler(2));
        if (!burnFirst) pool.burnBond();
        if (!rewardFirst) pool.payReward();
        uint256 credits =
            pool.creditOf(requester) + pool.creditOf(labeler(1)) + pool.creditOf(labeler(2));
        assertEq(pool.bondAmount(), 0, "bond");
        assertEq(credits + pool.floatAmount() + pool.feesDue(), pot, "pot");
        assertTrue(pool.floatAmount() <= 3, "rounding");
        assertEq(all - token.balanceOf(address(pool)), 1_050 * UNIT, "left");
        assertEq(
            token.balanceOf(0x000000000000000000000000000000000000dEaD), 1_000 * UNIT, "burned"
        );
        assertEq(token.balanceOf(relayer), 50 * UNIT, "rewarded");
    }

    /// @dev A bond of 2,000, of which 1,000 burn and 50 reward; claims of these sizes.
    function small(uint64 award, uint64 first, uint64 second) private {
        vm.prank(operator);
        pool.requestBondExit(BOND - 2_000);
        vm.warp(block.timestamp + EXIT_DELAY);
        vm.prank(operator);
        pool.takeBond();
        address[] memory one = new address[](1);
        uint64[] memory amount = new uint64[](1);
        (one[0], amount[0]) = (requester, award);
        registry.register(one);
        vm.prank(court);
        pool.convict(relayer, one, amount);
        if (first != 0) fileClaim(1, first);
        if (second != 0) fileClaim(2, second);
        vm.warp(block.timestamp + CLAIM_TIME + 1);
    }

    function pay(address claimant) private {
        if (pool.claimOf(claimant).award + pool.claimOf(claimant).shortfall != 0) {
            pool.payClaim(claimant);
        }
    }
}
