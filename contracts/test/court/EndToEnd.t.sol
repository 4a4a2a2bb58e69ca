// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Complaint, Side} from "../../src/interfaces/ICourt.sol";
import {ICheckpoints} from "../../src/interfaces/ICheckpoints.sol";
import {PoolState} from "../../src/interfaces/PoolTypes.sol";
import {CourtTest} from "./CourtTest.sol";

/// @dev Pool, registry, court, jury and stake together.
contract EndToEndTest is CourtTest {
    /// @dev A dispute, its ruling, the halt, and the award as credit that is paid out.
    function test_a_right_complaint_becomes_credit() public {
        vm.prank(labeler);
        registry.setPayoutAddress(labeler);
        (uint256 id, uint256 number) = ruled(3, 0);
        court.convict(id, complaintNow());
        court.takeStake(id, disputant);
        jury.settle(number);
        vm.warp(block.timestamp + 40 days + 1);
        pool.settleClaims();
        address[] memory claimants = new address[](1);
        claimants[0] = requester;
        registry.register(claimants);
        pool.payClaim(requester);
        assertEq(pool.creditOf(requester), 60_000, "credit");
        vm.prank(requester);
        registry.setPayoutAddress(requester);
        uint256 before = token.balanceOf(requester);
        pool.payOut(requester);
        assertEq(token.balanceOf(requester) - before, 60_000 * UNIT, "paid out");
        pool.payOut(labeler);
        assertEq(token.balanceOf(labeler), CREDIT * UNIT, "the labeler keeps its pay");
        before = token.balanceOf(disputant);
        pool.payReward();
        assertEq(token.balanceOf(disputant) - before, POOL_BOND / 40 * UNIT, "reward");
        pool.burnBond();
        assertEq(token.balanceOf(address(court)), 0, "court");
    }

    function test_a_dispute_freezes_no_pay() public {
        vm.prank(labeler);
        registry.setPayoutAddress(labeler);
        openDispute();
        pool.payOut(labeler);
        assertEq(token.balanceOf(labeler), CREDIT * UNIT, "paid");
        checkpoint(2, 1_000);
        pool.payOut(labeler);
        assertEq(token.balanceOf(labeler), (CREDIT + 1_000) * UNIT, "paid again");
        vm.prank(requester);
        pool.requestClose(project);
        vm.warp(block.timestamp + 1 days);
        pool.refund(project);
    }

    function test_a_dispute_holds_the_bond_and_its_openings_until_its_end() public {
        vm.prank(operator);
        pool.requestBondExit(100_000);
        uint256 id = openDispute();
        vm.warp(block.timestamp + CHALLENGE_WINDOW + 1);
        vm.expectRevert(abi.encodeWithSelector(ICheckpoints.DisputePending.selector, 1));
        pool.prove(project);
        vm.expectRevert(abi.encodeWithSelector(ICheckpoints.DisputePending.selector, 1));
        vm.prank(operator);
        pool.takeBond();
        court.lapse(id);
        court.convict(id, complaintNow());
        assertTrue(pool.state() == PoolState.Halted, "halted");
        vm.expectRevert();
        vm.prank(operator);
        pool.takeBond();
    }

    /// @dev The operator disputes itself through a friend who stays silent: nothing is barred, the
    /// honest dispute goes on beside it, and the bonds that it cost are the price.
    function test_an_operator_that_disputes_itself_bars_and_delays_nothing() public {
        Complaint memory complaint = complaintNow();
        bytes32 commitment =
            court.secretCommitment(court.contentHashOf(complaint), joiner, DISPUTANT_SECRET);
        vm.prank(joiner);
        uint256 sham = court.open(complaint, commitment, BOND);
        answer(sham);
        uint256 honest = openDispute();
        afterDeadline(honest);
        court.lapse(sham);
        court.lapse(honest);
        assertTrue(court.disputeOf(sham).winner == Side.Operator, "sham");
        assertTrue(court.disputeOf(honest).winner == Side.Disputant, "honest");
        court.release(sham);
        court.convict(honest, complaint);
        assertTrue(pool.state() == PoolState.Halted, "halted");
        assertEq(pool.claimOf(requester).award, 60_000, "award");
    }

    /// @dev An operator that lets a friend win by silence cannot award itself what its receipts
    /// promise: what is left of the pot still covers the float that backed them.
    function test_awards_won_by_silence_leave_the_float_for_receipts(uint64 amount) public {
        vm.prank(operator);
        pool.addFloat((POOL_BOND - 2 * (CREDIT + 5_000)) / 2);
        Complaint memory complaint = complaintOf(amount);
        uint256 id = openDispute(complaint);
        afterDeadline(id);
        court.lapse(id);
        court.convict(id, complaint);
        uint256 left = pool.pot() - pool.claimOf(requester).award;
        assertTrue(left >= pool.floatAmount(), "float");
    }

    /// @dev A pool that refuses everything after it was held stands in nobody's way.
    function test_a_hostile_pool_costs_nobody_its_bond() public {
        (uint256 id, uint256 number) = ruled(3, 0);
        vm.etch(address(pool), hex"fe");
        vm.expectRevert();
        court.convict(id, complaintNow());
        uint256 before = token.balanceOf(disputant);
        court.takeStake(id, disputant);
        assertEq(token.balanceOf(disputant) - before, 2 * BOND - 3 * FEE, "paid");
        jury.settle(number);
        assertEq(token.balanceOf(address(court)), 0, "court");
    }
}
