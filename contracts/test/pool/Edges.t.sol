// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICheckpoints} from "../../src/interfaces/ICheckpoints.sol";
import {IHalts} from "../../src/interfaces/IHalts.sol";
import {IOperatorFunds} from "../../src/interfaces/IOperatorFunds.sol";
import {IProjects} from "../../src/interfaces/IProjects.sol";
import {IReceipts} from "../../src/interfaces/IReceipts.sol";
import {Receipt, Withdrawal} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";

/// @dev The last to be paid, the smallest amounts and the seconds in which a right changes hands.
contract EdgesTest is PoolTest {
    function testFuzz_whoever_is_paid_last_is_paid_in_full(
        uint32[LABELERS] calldata amounts,
        uint16 feeBps,
        uint256 last
    ) public {
        vm.prank(operator);
        pool.addFloat(1_000);
        project = openProject(DEPOSIT, uint16(feeBps % 1_001));
        bytes memory entries;
        for (uint256 i = 0; i < LABELERS; ++i) {
            entries = bytes.concat(entries, entry(i + 1, between(amounts[i], 1, DEPOSIT / 6)));
        }
        checkpoint(1, entries);
        last %= LABELERS + 3;
        for (uint256 i = 1; i <= LABELERS + 3; ++i) {
            takeAll((last + i) % (LABELERS + 3));
        }
        uint256 rest = token.balanceOf(address(pool)) / UNIT;
        assertEq(rest, DEPOSIT, "only the other project's deposit is left");
    }

    function test_the_last_claimant_is_paid_and_rounding_stays_below_one_unit_each() public {
        vm.startPrank(operator);
        pool.requestBondExit(BOND - 2_000);
        vm.warp(block.timestamp + EXIT_DELAY);
        pool.takeBond();
        vm.stopPrank();
        equivocate(relayer);
        for (uint256 index = 1; index <= 3; ++index) {
            fileClaim(index, 700); // of a pot of 950
        }
        vm.warp(block.timestamp + CLAIM_TIME + 1);
        pool.settleClaims();
        pool.burnBond();
        pool.payReward();
        for (uint256 index = 1; index <= 3; ++index) {
            pool.payClaim(labeler(index));
            assertEq(pool.creditOf(labeler(index)), 316, "a third, rounded down");
            withdrawAll(index, 0);
        }
        assertEq(token.balanceOf(destination), 948 * UNIT, "paid");
        assertEq(token.balanceOf(address(pool)), (DEPOSIT + 2) * UNIT, "left");
    }

    function test_a_job_of_nothing_credits_nothing_and_closes() public {
        project = openProject(0);
        vm.expectRevert(abi.encodeWithSelector(ICheckpoints.BeyondDeposit.selector, project, 1, 0));
        checkpoint(1, entry(1, 1));
        checkpoint(1, "");
        refund();
        assertEq(token.balanceOf(address(pool)), (DEPOSIT + BOND) * UNIT, "untouched");
    }

    function test_a_job_of_one_unit_pays_one_unit() public {
        project = openProject(1);
        checkpoint(1, entry(1, 1));
        vm.expectRevert(abi.encodeWithSelector(ICheckpoints.BeyondDeposit.selector, project, 2, 1));
        checkpoint(2, entry(1, 1));
        refund();
        assertEq(token.balanceOf(requester), 1e30 - (DEPOSIT + 1) * UNIT, "nothing back");
        withdrawAll(1, 1);
        assertEq(token.balanceOf(address(this)), UNIT, "all to whoever relays, as agreed");
        assertEq(pool.withdrawnOf(labeler(1)), 1, "withdrawn");
    }

    function test_dust_in_many_checkpoints_costs_what_it_costs_in_one() public {
        for (uint32 number = 1; number <= 19; ++number) {
            checkpoint(number, entry(1, 1));
        }
        assertEq(pool.project(project).fees, 0, "of 19 credits");
        checkpoint(20, entry(1, 1));
        assertEq(pool.project(project).fees, 1, "of 20 credits");
        uint32 many = project;
        project = openProject(DEPOSIT);
        checkpoint(1, entry(1, 20));
        assertEq(pool.project(project).fees, pool.project(many).fees, "fees");
        assertEq(pool.project(project).unopened, pool.project(many).unopened, "debits");
    }

    function test_the_second_of_settle_by_is_not_late() public {
        Receipt memory receipt = receiptOf(1, 100);
        receipt.settleBy = uint64(block.timestamp);
        bytes memory signature = signed(receipt);
        vm.expectRevert(
            abi.encodeWithSelector(IReceipts.NotLate.selector, labeler(1), receipt.settleBy)
        );
        pool.fileLateReceipt(receipt, signature);
        vm.warp(block.timestamp + 1);
        pool.fileLateReceipt(receipt, signature);
        assertEq(pool.lateReceiptOf(labeler(1)).graceEndsAt, block.timestamp + GRACE, "grace");
    }

    function test_the_second_in_which_grace_ends_is_the_operator_s() public {
        fileLate(1, 100);
        fileLate(2, 100);
        uint40 graceEndsAt = pool.lateReceiptOf(labeler(1)).graceEndsAt;
        vm.warp(graceEndsAt);
        vm.expectRevert(
            abi.encodeWithSelector(IReceipts.GraceRunning.selector, labeler(2), graceEndsAt)
        );
        pool.defaultOn(labeler(2));
        checkpoint(1, entry(1, 100));
        vm.warp(graceEndsAt + 1);
        pool.defaultOn(labeler(2));
        assertEq(pool.haltedAt(), graceEndsAt + 1, "halted");
    }

    function test_the_second_in_which_an_opening_is_due_is_the_operator_s() public {
        checkpoint(1, entry(1, 1));
        uint40 dueAt = pool.openingDueAt(project);
        assertEq(dueAt, block.timestamp + OPENING_INTERVAL, "due");
        vm.warp(dueAt);
        checkpoint(2, entry(1, 1));
        vm.warp(dueAt + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ICheckpoints.OpeningOverdue.selector, project, dueAt)
        );
        checkpoint(3, entry(1, 1));
        openRecords();
        checkpoint(3, entry(1, 1));
    }

    function test_the_second_in_which_the_challenge_window_ends_is_the_court_s() public {
        checkpoint(1, entry(1, 100));
        openRecords();
        uint40 endsAt = pool.openingOf(project, 1).challengeEndsAt;
        vm.warp(endsAt);
        vm.expectRevert(abi.encodeWithSelector(ICheckpoints.NothingToProve.selector, project));
        pool.prove(project);
        vm.warp(endsAt + 1);
        pool.prove(project);
        assertEq(pool.unproven(), 0, "unproven");
    }

    function test_the_second_in_which_claims_close_is_the_claimants() public {
        equivocate(relayer);
        uint40 closesAt = uint40(block.timestamp + CLAIM_TIME);
        vm.warp(closesAt);
        vm.expectRevert(abi.encodeWithSelector(IHalts.ClaimsOpen.selector, closesAt));
        pool.settleClaims();
        fileClaim(1, 100);
        vm.warp(closesAt + 1);
        Receipt memory receipt = receiptOf(2, 100);
        bytes memory signature = signed(receipt);
        vm.expectRevert(abi.encodeWithSelector(IHalts.ClaimsClosed.selector, closesAt));
        pool.fileClaim(receipt, signature);
        pool.settleClaims();
    }

    function test_in_the_second_of_the_close_who_comes_first_is_served() public {
        vm.prank(requester);
        pool.requestClose(project);
        vm.warp(pool.project(project).closesAt);
        checkpoint(1, entry(1, 100));
        pool.refund(project);
        assertEq(token.balanceOf(requester), 1e30 - 105 * UNIT, "what is left is back");
        vm.expectRevert(abi.encodeWithSelector(IProjects.AlreadyRefunded.selector, project));
        checkpoint(2, entry(1, 100));
    }

    function test_an_exit_is_due_in_its_second_and_not_before() public {
        vm.startPrank(operator);
        pool.requestBondExit(100);
        uint40 availableAt = pool.bondExit().availableAt;
        vm.warp(availableAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IOperatorFunds.ExitNotDue.selector, availableAt));
        pool.takeBond();
        vm.warp(availableAt);
        pool.takeBond();
        vm.stopPrank();
        assertEq(pool.bondAmount(), BOND - 100, "bond");
    }

    /// @dev Times of checkpoints are stored in 32 bits, the times that follow from them are not.
    function test_the_last_second_of_32_bits_is_a_time_like_any_other() public {
        vm.warp(type(uint32).max);
        checkpoint(1, entry(1, 100));
        assertEq(pool.openingDueAt(project), block.timestamp + OPENING_INTERVAL, "due");
        vm.warp(block.timestamp + OPENING_INTERVAL);
        openRecords();
        vm.warp(block.timestamp + CHALLENGE_WINDOW + 1);
        pool.prove(project);
        withdrawAll(1, 0);
        assertEq(token.balanceOf(destination), 100 * UNIT, "paid");
    }

    /// @dev A labeler takes its credit, the requester its refund, the operator its fees or the rest.
    function takeAll(uint256 who) private {
        if (who == 0) refund();
        else if (who <= LABELERS) withdrawAll(who, 0);
        else if (who == LABELERS + 1) takeFees();
        else takeFloatAndBond();
    }

    function takeFees() private {
        if (pool.feesDue() == 0) return;
        vm.prank(operator);
        pool.takeFees(operator);
    }

    function takeFloatAndBond() private {
        openRecords();
        vm.warp(block.timestamp + CHALLENGE_WINDOW + 1);
        pool.prove(project);
        vm.startPrank(operator);
        pool.requestFloatExit(1_000);
        vm.warp(block.timestamp + EXIT_DELAY);
        pool.takeFloat();
        pool.requestBondExit(BOND);
        vm.warp(block.timestamp + EXIT_DELAY);
        pool.takeBond();
        vm.stopPrank();
    }

    function refund() private {
        vm.prank(requester);
        pool.requestClose(project);
        vm.warp(block.timestamp + CLOSE_NOTICE);
        pool.refund(project);
    }

    function withdrawAll(uint256 index, uint64 relayFee) private {
        Withdrawal memory order = withdrawalOf(index);
        pool.withdraw(order, signed(index, order), relayFee);
    }
}
