// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICheckpoints} from "../../src/interfaces/ICheckpoints.sol";
import {IProjects} from "../../src/interfaces/IProjects.sol";
import {Receipt, Withdrawal} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";

/// @dev Stories in which labelers of other systems end with nothing, and attacks found on the way
/// to this one. In each, every earned unit is paid.
contract PromisesTest is PoolTest {
    /// @dev HUMAN Protocol: a job expires, 800 are reserved for workers, and they get 0.
    function test_what_800_are_earned_at_expiry_is_paid() public {
        project = openProject(1_000, 0);
        checkpoint(1, bytes.concat(entry(1, 300), entry(2, 500)));
        closeAndRefund();
        assertEq(token.balanceOf(requester), 1e30 - (DEPOSIT + 800) * UNIT, "the rest is back");
        withdrawAll(2);
        assertEq(token.balanceOf(destination), 800 * UNIT, "labelers");
    }

    /// @dev The same with nothing credited when the job ends: receipts alone are left.
    function test_what_800_of_receipts_promise_at_expiry_is_paid() public {
        vm.prank(operator);
        pool.addFloat(800);
        project = openProject(1_000, 0);
        vm.prank(requester);
        pool.requestClose(project);
        fileLate(1, 300);
        fileLate(2, 500);
        vm.warp(block.timestamp + GRACE);
        checkpoint(1, bytes.concat(entry(1, 300), entry(2, 500)));
        vm.warp(block.timestamp + CLOSE_NOTICE);
        pool.refund(project);
        withdrawAll(2);
        assertEq(token.balanceOf(destination), 800 * UNIT, "labelers");
    }

    /// @dev HUMAN Protocol: a job is cancelled, 400 are reserved for workers, and they get 0. Here
    /// the operator has vanished as well: float pays, and then what is left of the bond.
    function test_what_400_are_earned_at_cancel_is_paid_without_an_operator() public {
        vm.prank(operator);
        pool.addFloat(150);
        project = openProject(1_000, 0);
        checkpoint(1, entry(1, 100));
        fileLate(1, 200);
        closeAndRefund();
        pool.defaultOn(labeler(1));
        fileClaim(2, 100);
        fileClaim(3, 100);
        vm.warp(block.timestamp + CLAIM_TIME + 1);
        pool.settleClaims();
        pool.payClaim(labeler(2));
        pool.payClaim(labeler(3));
        withdrawAll(3);
        assertEq(token.balanceOf(destination), 400 * UNIT, "labelers");
    }

    /// @dev PAYMENTS.md section 2: receipts and reserved pay shared one pot, which a sybil drained.
    function test_a_sybil_s_receipt_drains_nothing_but_the_operator_s_own_money() public {
        vm.prank(operator);
        pool.addFloat(1_000);
        checkpoint(1, entry(2, 5_000));
        uint32 other = openProject(DEPOSIT);
        fileLate(1, type(uint64).max); // the operator signs for a labeler of its own
        vm.warp(block.timestamp + GRACE + 1);
        pool.defaultOn(labeler(1));
        assertEq(pool.creditOf(labeler(1)), 1_000, "the float, which was the operator's");
        pool.withdraw(withdrawalOf(2), signed(2, withdrawalOf(2)), 0);
        assertEq(token.balanceOf(destination), 5_000 * UNIT, "the neighbour's credit");
        uint256 before = token.balanceOf(requester);
        closeAndRefund();
        project = other;
        closeAndRefund();
        uint256 back = token.balanceOf(requester) - before;
        assertEq(back, (2 * DEPOSIT - 5_250) * UNIT, "the requester's deposits");
        pool.burnBond();
        vm.warp(block.timestamp + CLAIM_TIME + 1);
        pool.settleClaims();
        pool.payClaim(labeler(1));
        uint256 gained = pool.creditOf(labeler(1)) + pool.feesDue();
        assertTrue(gained < 1_000 + BOND / 2 + 251, "half the bond is gone for ever");
    }

    /// @dev PAYMENTS.md section 2: an operator used old states beside new ones to pay twice.
    function test_an_old_checkpoint_moves_nothing_a_second_time() public {
        bytes memory entries = entry(1, 1_000);
        checkpoint(1, entries);
        openRecords();
        checkpoint(2, entry(2, 1_000));
        for (uint32 number = 0; number <= 2; ++number) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ICheckpoints.WrongCheckpointNumber.selector, project, number, 3
                )
            );
            checkpoint(number, entries);
        }
        assertEq(pool.creditOf(labeler(1)), 1_000, "credit");
        closeAndRefund();
        vm.expectRevert(abi.encodeWithSelector(IProjects.AlreadyRefunded.selector, project));
        checkpoint(3, entries);
        withdrawAll(2);
        assertEq(token.balanceOf(destination), 2_000 * UNIT, "each once");
    }

    /// @dev An operator that is its own requester, labeler and reporter loses more than it gains.
    function test_an_operator_that_accuses_itself_loses_half_its_bond() public {
        equivocate(operator);
        uint256 before = token.balanceOf(operator);
        pool.payReward();
        pool.burnBond();
        vm.warp(block.timestamp + CLAIM_TIME + 1);
        pool.settleClaims();
        vm.prank(operator);
        pool.takeFees(operator);
        assertEq(token.balanceOf(operator) - before, BOND / 2 * UNIT, "half");
    }

    function test_a_requester_that_closes_early_leaves_time_for_all_that_is_late() public {
        vm.prank(requester);
        pool.requestClose(project);
        uint40 closesAt = pool.project(project).closesAt;
        Receipt memory last = receiptOf(1, 100); // given in the second before the close
        last.settleBy = uint64(block.timestamp - 1 + SETTLE_WITHIN);
        vm.warp(last.settleBy + 1);
        pool.fileLateReceipt(last, signed(last));
        vm.warp(pool.lateReceiptOf(labeler(1)).graceEndsAt);
        assertTrue(block.timestamp < closesAt, "before the refund");
        checkpoint(1, entry(1, 100));
    }

    function closeAndRefund() private {
        vm.prank(requester);
        pool.requestClose(project);
        vm.warp(block.timestamp + CLOSE_NOTICE);
        pool.refund(project);
    }

    function withdrawAll(uint256 last) private {
        for (uint256 index = 1; index <= last; ++index) {
            Withdrawal memory order = withdrawalOf(index);
            pool.withdraw(order, signed(index, order), 0);
        }
    }
}
