// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICheckpoints} from "../../src/interfaces/ICheckpoints.sol";
import {IHalts} from "../../src/interfaces/IHalts.sol";
import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IOperatorFunds} from "../../src/interfaces/IOperatorFunds.sol";
import {IProjects} from "../../src/interfaces/IProjects.sol";
import {PoolSettings, ProjectState} from "../../src/interfaces/PoolTypes.sol";
import {PackedCredits} from "../../src/libraries/PackedCredits.sol";
import {PoolTest} from "../PoolTest.sol";

contract CheckpointTest is PoolTest {
    function test_refuses_all_but_the_checkpoint_key() public {
        address[4] memory others = [operator, requester, receiptKey, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ICheckpoints.NotCheckpointKey.selector, others[i], checkpointKey
                )
            );
            vm.prank(others[i]);
            pool.checkpoint(project, 1, RECORD, entry(1, 1));
        }
    }

    function test_refuses_a_zero_record() public {
        vm.expectRevert(ILabelPool.ZeroHash.selector);
        vm.prank(checkpointKey);
        pool.checkpoint(project, 1, 0, entry(1, 1));
    }

    function test_refuses_unknown_projects() public {
        vm.expectRevert(abi.encodeWithSelector(IProjects.UnknownProject.selector, 0));
        vm.prank(checkpointKey);
        pool.checkpoint(0, 1, RECORD, "");
        vm.expectRevert(abi.encodeWithSelector(IProjects.UnknownProject.selector, 2));
        vm.prank(checkpointKey);
        pool.checkpoint(2, 1, RECORD, "");
    }

    function test_refuses_a_refunded_project() public {
        vm.prank(requester);
        pool.requestClose(project);
        vm.warp(block.timestamp + CLOSE_NOTICE);
        pool.refund(project);
        refuses(abi.encodeWithSelector(IProjects.AlreadyRefunded.selector, project), 1, "");
    }

    function test_refuses_any_number_but_the_next() public {
        refuses(wrongNumber(0, 1), 0, entry(1, 1));
        refuses(wrongNumber(2, 1), 2, entry(1, 1));
        checkpoint(1, entry(1, 1));
        refuses(wrongNumber(1, 2), 1, entry(1, 1));
        refuses(wrongNumber(3, 2), 3, entry(1, 1));
    }

    function test_refuses_entries_of_broken_length() public {
        bytes memory whole = bytes.concat(entry(1, 1), entry(2, 1));
        for (uint256 length = 1; length < whole.length; ++length) {
            if (length == 8) continue;
            bytes memory cut = new bytes(length);
            for (uint256 i = 0; i < length; ++i) {
                cut[i] = whole[i];
            }
            refuses(abi.encodeWithSelector(PackedCredits.MalformedEntries.selector, length), 1, cut);
        }
    }

    function test_refuses_labelers_that_are_not_registered() public {
        checkpoint(1, entry(5, 1));
        refuses(unknownLabeler(0), 2, entry(0, 1));
        refuses(unknownLabeler(LABELERS + 1), 2, entry(LABELERS + 1, 1));
        refuses(unknownLabeler(6), 2, bytes.concat(entry(5, 1), entry(6, 1)));
        refuses(unknownLabeler(6), 2, bytes.concat(entry(6, 1), entry(5, 1)));
    }

    function test_refuses_falling_indices() public {
        bytes memory falling = bytes.concat(entry(2, 1), entry(3, 1), entry(1, 1));
        refuses(abi.encodeWithSelector(PackedCredits.EntryOutOfOrder.selector, 1, 3), 1, falling);
    }

    function test_refuses_credits_of_zero() public {
        bytes memory empty = bytes.concat(entry(1, 1), entry(2, 0));
        refuses(abi.encodeWithSelector(PackedCredits.ZeroCredit.selector, 2), 1, empty);
    }

    function test_refuses_more_than_the_deposit() public {
        project = openProject(DEPOSIT, 0);
        refuses(beyondDeposit(DEPOSIT + 1), 1, entry(1, DEPOSIT + 1));
        refuses(beyondDeposit(DEPOSIT + 1), 1, bytes.concat(entry(1, DEPOSIT), entry(2, 1)));
        checkpoint(1, entry(1, DEPOSIT));
        refuses(beyondDeposit(DEPOSIT + 1), 2, entry(1, 1));
    }

    function test_refuses_credits_whose_fee_would_not_fit_the_deposit() public {
        uint64 most = DEPOSIT * 20 / 21;
        refuses(beyondDeposit(DEPOSIT + 1), 1, entry(1, most + 2));
        checkpoint(1, entry(1, most + 1));
        assertEq(pool.project(project).credited + pool.project(project).fees, DEPOSIT, "all");
    }

    function test_refuses_to_take_from_a_neighbour_s_deposit() public {
        project = openProject(DEPOSIT, 0);
        uint32 other = openProject(5 * DEPOSIT);
        refuses(beyondDeposit(DEPOSIT + 1), 1, entry(1, DEPOSIT + 1));
        assertEq(pool.project(other).credited, 0, "neighbour");
    }

    function test_refuses_more_than_may_be_unopened() public {
        project = openProject(3 * MAX_UNOPENED, 0);
        checkpoint(1, entry(1, MAX_UNOPENED - 5));
        refuses(beyondMaxUnopened(MAX_UNOPENED + 1), 2, entry(1, 6));
        checkpoint(2, entry(1, 5));
        refuses(beyondMaxUnopened(MAX_UNOPENED + 1), 3, entry(1, 1));
        openRecords();
        checkpoint(3, entry(1, MAX_UNOPENED));
        assertEq(pool.project(project).unopened, MAX_UNOPENED, "unopened");
    }

    function test_refuses_what_the_bond_does_not_cover_twice() public {
        vm.startPrank(operator);
        pool.addFloat(40);
        pool.requestBondExit(BOND - 290);
        vm.stopPrank();
        refuses(
            abi.encodeWithSelector(IOperatorFunds.BondTooSmall.selector, 292, 290), 1, entry(1, 101)
        );
        checkpoint(1, entry(1, 100));
        assertEq(pool.unproven(), 105, "unproven");
        refuses(
            abi.encodeWithSelector(IOperatorFunds.BondTooSmall.selector, 292, 290), 2, entry(2, 1)
        );
        openRecords();
        refuses(
            abi.encodeWithSelector(IOperatorFunds.BondTooSmall.selector, 292, 290), 2, entry(2, 1)
        );
        vm.warp(block.timestamp + CHALLENGE_WINDOW + 1);
        pool.prove(project);
        checkpoint(2, entry(2, 1));
    }

    function test_refuses_while_an_opening_is_overdue() public {
        checkpoint(1, entry(1, 100));
        uint40 dueAt = uint40(block.timestamp + OPENING_INTERVAL);
        assertEq(pool.openingDueAt(project), dueAt, "due");
        vm.warp(dueAt);
        checkpoint(2, entry(1, 100));
        vm.warp(dueAt + 1);
        refuses(
            abi.encodeWithSelector(ICheckpoints.OpeningOverdue.selector, project, dueAt),
            3,
            entry(1, 1)
        );
        openRecords();
        assertEq(pool.openingDueAt(project), 0, "not due");
        checkpoint(3, entry(1, 100));
        assertEq(pool.openingDueAt(project), block.timestamp + OPENING_INTERVAL, "due anew");
    }

    function test_refuses_in_a_halted_pool() public {
        equivocate(relayer);
        refuses(abi.encodeWithSelector(IHalts.PoolHalted.selector), 1, entry(1, 1));
    }

    function test_refuses_the_key_before_and_takes_the_next_when_it_has_rotated() public {
        vm.prank(operator);
        registry.setKeys(relayer, receiptKey);
        checkpoint(1, entry(1, 1));
        vm.warp(block.timestamp + ROTATION_DELAY);
        openLate();
        vm.expectRevert(
            abi.encodeWithSelector(ICheckpoints.NotCheckpointKey.selector, checkpointKey, relayer)
        );
        checkpoint(2, entry(1, 1));
        vm.prank(relayer);
        pool.checkpoint(project, 2, RECORD, entry(1, 1));
    }

    function test_refuses_the_key_before_though_it_was_known_before_the_rotation() public {
        checkpoint(1, entry(1, 1));
        vm.prank(operator);
        registry.setKeys(relayer, receiptKey);
        vm.warp(block.timestamp + ROTATION_DELAY - 1);
        openRecords();
        checkpoint(2, entry(1, 1));
        vm.warp(block.timestamp + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ICheckpoints.NotCheckpointKey.selector, checkpointKey, relayer)
        );
        checkpoint(3, entry(1, 1));
    }

    function test_takes_the_key_on_when_its_rotation_was_put_off() public {
        vm.prank(operator);
        registry.setKeys(relayer, receiptKey);
        checkpoint(1, entry(1, 1));
        vm.warp(block.timestamp + ROTATION_DELAY - 1);
        vm.prank(operator);
        registry.setKeys(stranger, receiptKey);
        vm.warp(block.timestamp + 1);
        openRecords();
        checkpoint(2, entry(1, 1));
    }

    function test_takes_the_first_key_at_once() public {
        PoolSettings memory other = settings();
        other.operator = stranger;
        pool = newPool(other);
        vm.expectRevert(
            abi.encodeWithSelector(ICheckpoints.NotCheckpointKey.selector, relayer, address(0))
        );
        vm.prank(relayer);
        pool.checkpoint(1, 1, RECORD, "");
        vm.prank(stranger);
        registry.setKeys(relayer, receiptKey);
        vm.prank(requester);
        project = pool.openProject(terms(FEE_BPS), 0);
        vm.prank(relayer);
        pool.checkpoint(project, 1, RECORD, "");
        assertEq(pool.project(project).checkpointCount, 1, "count");
    }

    function test_nobody_without_keys_is_a_checkpoint_key() public {
        PoolSettings memory other = settings();
        other.operator = stranger;
        pool = newPool(other);
        vm.expectRevert(
            abi.encodeWithSelector(ICheckpoints.NotCheckpointKey.selector, stranger, address(0))
        );
        vm.prank(stranger);
        pool.open(1, 1, KEY);
    }

    function test_charges_the_agreed_share_of_all_credits_rounded_down() public {
        checkpoint(1, entry(1, 19));
        assertEq(pool.feesDue(), 0, "19 x 5%");
        checkpoint(2, entry(2, 1));
        assertEq(pool.feesDue(), 1, "20 x 5%");
        checkpoint(3, "");
        assertEq(pool.feesDue(), 1, "nothing for a record alone");
        checkpoint(4, entry(1, 39));
        assertEq(pool.feesDue(), 2, "59 x 5%");
        assertEq(pool.project(project).fees, 2, "of the project");
        assertEq(pool.project(project).unopened, 61, "unopened");
        assertEq(pool.unproven(), 61, "unproven");
    }

    function test_credits_debits_and_tells() public {
        bytes memory entries =
            bytes.concat(entry(1, 100), entry(2, 200), entry(4, 400), entry(5, 500));
        vm.expectEmit(address(pool));
        emit ICheckpoints.Checkpoint(project, 1, RECORD, 60, entries);
        checkpoint(1, entries);
        assertEq(pool.creditOf(labeler(1)), 100, "credit 1");
        assertEq(pool.creditOf(labeler(2)), 200, "credit 2");
        assertEq(pool.creditOf(labeler(3)), 0, "credit 3");
        assertEq(pool.creditOf(labeler(4)), 400, "credit 4");
        assertEq(pool.creditOf(labeler(5)), 500, "credit 5");
        assertEq(pool.creditOf(stranger), 0, "credit of the unregistered");
        ProjectState memory state = pool.project(project);
        assertEq(state.credited, 1_200, "credited");
        assertEq(state.fees, 60, "fees");
        assertEq(state.unopened, 1_260, "unopened");
        assertEq(state.unopenedSince, block.timestamp, "since");
        assertEq(state.checkpointCount, 1, "checkpoints");
        assertEq(state.deposit, DEPOSIT, "deposit");
        assertEq(pool.feesDue(), 60, "feesDue");
        assertEq(pool.unproven(), 1_260, "unproven");
        assertEq(held(), DEPOSIT, "held");
    }

    function test_credits_the_same_labeler_twice_in_one_batch() public {
        checkpoint(1, bytes.concat(entry(3, 100), entry(3, 50)));
        assertEq(pool.creditOf(labeler(3)), 150, "credit");
        assertEq(pool.project(project).credited, 150, "credited");
    }

    function test_credits_those_who_registered_after_the_opening() public {
        address[] memory late = new address[](1);
        late[0] = stranger;
        registry.register(late);
        checkpoint(1, entry(6, 5));
        assertEq(pool.creditOf(stranger), 5, "credit");
    }

    function test_anchors_a_record_without_credits() public {
        vm.expectEmit(address(pool));
        emit ICheckpoints.Checkpoint(project, 1, RECORD, 0, "");
        checkpoint(1, "");
        assertEq(pool.project(project).checkpointCount, 1, "checkpoints");
        assertEq(pool.project(project).credited, 0, "credited");
        assertEq(pool.openingDueAt(project), block.timestamp + OPENING_INTERVAL, "due");
    }

    function testFuzz_debits_exactly_what_it_credits_and_the_fee(
        uint16[5] calldata amounts,
        uint16 feeBps
    ) public {
        feeBps %= 1_001;
        project = openProject(DEPOSIT, feeBps);
        bytes memory entries;
        uint256 sum;
        for (uint256 i = 0; i < 5; ++i) {
            if (amounts[i] == 0) continue;
            entries = bytes.concat(entries, entry(i + 1, amounts[i]));
            sum += amounts[i];
        }
        checkpoint(1, entries);
        checkpoint(2, entries);
        uint256 credited;
        for (uint256 i = 0; i < 5; ++i) {
            assertEq(pool.creditOf(labeler(i + 1)), 2 * uint256(amounts[i]), "credit");
            credited += pool.creditOf(labeler(i + 1));
        }
        uint256 fees = credited * feeBps / 10_000;
        assertEq(pool.project(project).credited, credited, "credited");
        assertEq(pool.project(project).fees, fees, "fees");
        assertEq(pool.feesDue(), fees, "fees due");
        assertEq(pool.unproven(), credited + fees, "unproven");
    }

    function openLate() private {
        vm.prank(relayer);
        pool.open(project, 1, KEY);
    }

    function refuses(bytes memory refusal, uint32 number, bytes memory entries) private {
        vm.expectRevert(refusal);
        checkpoint(number, entries);
    }

    function wrongNumber(uint32 number, uint32 expected) private view returns (bytes memory) {
        return abi.encodeWithSelector(
            ICheckpoints.WrongCheckpointNumber.selector, project, number, expected
        );
    }

    function unknownLabeler(uint256 index) private pure returns (bytes memory) {
        return abi.encodeWithSelector(PackedCredits.UnknownLabeler.selector, index, LABELERS);
    }

    function beyondDeposit(uint256 debited) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(ICheckpoints.BeyondDeposit.selector, project, debited, DEPOSIT);
    }

    function beyondMaxUnopened(uint256 unopened) private view returns (bytes memory) {
        return abi.encodeWithSelector(
            ICheckpoints.BeyondMaxUnopened.selector, project, unopened, MAX_UNOPENED
        );
    }
}
