// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool, ProjectState} from "../../src/interfaces/ILabelPool.sol";
import {PackedCredits} from "../../src/libraries/PackedCredits.sol";
import {PoolTest} from "../PoolTest.sol";

contract CheckpointTest is PoolTest {
    function test_refuses_all_but_the_checkpoint_key() public {
        address[4] memory others = [operator, requester, receiptKey, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ILabelPool.NotCheckpointKey.selector, others[i], checkpointKey
                )
            );
            vm.prank(others[i]);
            pool.checkpoint(project, 1, RECORD, 0, entry(1, 1));
        }
    }

    function test_refuses_a_zero_record() public {
        vm.expectRevert(ILabelPool.ZeroHash.selector);
        vm.prank(checkpointKey);
        pool.checkpoint(project, 1, 0, 0, entry(1, 1));
    }

    function test_refuses_unknown_projects() public {
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.UnknownProject.selector, 0));
        vm.prank(checkpointKey);
        pool.checkpoint(0, 1, RECORD, 0, "");
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.UnknownProject.selector, 2));
        vm.prank(checkpointKey);
        pool.checkpoint(2, 1, RECORD, 0, "");
    }

    function test_refuses_a_refunded_project() public {
        vm.prank(requester);
        pool.requestClose(project);
        vm.warp(block.timestamp + CLOSE_NOTICE);
        pool.refund(project);
        refuses(abi.encodeWithSelector(ILabelPool.AlreadyRefunded.selector, project), 1, 0, "");
    }

    function test_refuses_any_number_but_the_next() public {
        refuses(wrongNumber(0, 1), 0, 0, entry(1, 1));
        refuses(wrongNumber(2, 1), 2, 0, entry(1, 1));
        checkpoint(1, 0, entry(1, 1));
        refuses(wrongNumber(1, 2), 1, 0, entry(1, 1));
        refuses(wrongNumber(3, 2), 3, 0, entry(1, 1));
    }

    function test_refuses_entries_of_broken_length() public {
        bytes memory whole = bytes.concat(entry(1, 1), entry(2, 1));
        for (uint256 length = 1; length < whole.length; ++length) {
            if (length == 8) continue;
            bytes memory cut = new bytes(length);
            for (uint256 i = 0; i < length; ++i) {
                cut[i] = whole[i];
            }
            refuses(
                abi.encodeWithSelector(PackedCredits.MalformedEntries.selector, length), 1, 0, cut
            );
        }
    }

    function test_refuses_labelers_that_are_not_registered() public {
        refuses(unknownLabeler(0), 1, 0, entry(0, 1));
        refuses(unknownLabeler(LABELERS + 1), 1, 0, entry(LABELERS + 1, 1));
        refuses(unknownLabeler(6), 1, 0, bytes.concat(entry(5, 1), entry(6, 1)));
    }

    function test_refuses_falling_indices() public {
        bytes memory falling = bytes.concat(entry(2, 1), entry(3, 1), entry(1, 1));
        refuses(abi.encodeWithSelector(PackedCredits.EntryOutOfOrder.selector, 1, 3), 1, 0, falling);
    }

    function test_refuses_credits_of_zero() public {
        bytes memory empty = bytes.concat(entry(1, 1), entry(2, 0));
        refuses(abi.encodeWithSelector(PackedCredits.ZeroCredit.selector, 2), 1, 0, empty);
    }

    function test_refuses_more_than_the_deposit() public {
        refuses(beyondDeposit(DEPOSIT + 1), 1, 0, entry(1, DEPOSIT + 1));
        refuses(beyondDeposit(DEPOSIT + 1), 1, 0, bytes.concat(entry(1, DEPOSIT), entry(2, 1)));
        refuses(beyondDeposit(DEPOSIT + 1), 1, 1, entry(1, DEPOSIT));
        checkpoint(1, 0, entry(1, DEPOSIT));
        refuses(beyondDeposit(DEPOSIT + 1), 2, 0, entry(1, 1));
        refuses(beyondDeposit(uint256(DEPOSIT) + type(uint64).max), 2, type(uint64).max, "");
    }

    function test_refuses_to_take_from_a_neighbour_s_deposit() public {
        uint32 other = openProject(5 * DEPOSIT);
        refuses(beyondDeposit(DEPOSIT + 1), 1, 0, entry(1, DEPOSIT + 1));
        assertEq(pool.project(other).debited, 0, "neighbour");
    }

    function test_refuses_fees_beyond_the_agreed_share_of_all_credits() public {
        refuses(feeBeyondCap(11, 10), 1, 11, entry(1, 219));
        refuses(feeBeyondCap(1, 0), 1, 1, "");
        checkpoint(1, 4, entry(1, 100));
        refuses(feeBeyondCap(6, 5), 2, 2, entry(1, 1));
        checkpoint(2, 1, "");
        refuses(feeBeyondCap(6, 5), 3, 1, entry(1, 18));
        checkpoint(3, 1, entry(1, 20));
        assertEq(pool.feesDue(), 6, "fees");
    }

    function test_credits_debits_and_tells() public {
        bytes memory entries =
            bytes.concat(entry(1, 100), entry(2, 200), entry(4, 400), entry(5, 500));
        vm.expectEmit(address(pool));
        emit ILabelPool.Checkpoint(project, 1, RECORD, 60, entries);
        checkpoint(1, 60, entries);
        assertEq(pool.creditOf(labeler(1)), 100, "credit 1");
        assertEq(pool.creditOf(labeler(2)), 200, "credit 2");
        assertEq(pool.creditOf(labeler(3)), 0, "credit 3");
        assertEq(pool.creditOf(labeler(4)), 400, "credit 4");
        assertEq(pool.creditOf(labeler(5)), 500, "credit 5");
        assertEq(pool.creditOf(stranger), 0, "credit of the unregistered");
        ProjectState memory state = pool.project(project);
        assertEq(state.debited, 1_260, "debited");
        assertEq(state.fees, 60, "fees");
        assertEq(state.checkpointCount, 1, "checkpoints");
        assertEq(state.deposit, DEPOSIT, "deposit");
        assertEq(pool.feesDue(), 60, "feesDue");
        assertEq(token.balanceOf(address(pool)), DEPOSIT * UNIT, "held");
    }

    function test_credits_the_same_labeler_twice_in_one_batch() public {
        checkpoint(1, 0, bytes.concat(entry(3, 100), entry(3, 50)));
        assertEq(pool.creditOf(labeler(3)), 150, "credit");
        assertEq(pool.project(project).debited, 150, "debited");
    }

    function test_credits_those_who_registered_after_the_opening() public {
        address[] memory late = new address[](1);
        late[0] = stranger;
        registry.register(late);
        checkpoint(1, 0, entry(6, 5));
        assertEq(pool.creditOf(stranger), 5, "credit");
    }

    function test_anchors_a_record_without_credits() public {
        vm.expectEmit(address(pool));
        emit ILabelPool.Checkpoint(project, 1, RECORD, 0, "");
        checkpoint(1, 0, "");
        assertEq(pool.project(project).checkpointCount, 1, "checkpoints");
        assertEq(pool.project(project).debited, 0, "debited");
    }

    function test_takes_the_deposit_to_the_last_unit() public {
        checkpoint(1, 47_619, entry(1, DEPOSIT - 47_619));
        assertEq(pool.project(project).debited, DEPOSIT, "debited");
    }

    function testFuzz_debits_exactly_what_it_credits(uint64 seed, uint16[5] calldata amounts)
        public
    {
        bytes memory entries;
        uint256 sum;
        for (uint256 i = 0; i < 5; ++i) {
            if (amounts[i] == 0) continue;
            entries = bytes.concat(entries, entry(i + 1, amounts[i]));
            sum += amounts[i];
        }
        uint64 fee = uint64(between(seed, 0, sum * FEE_BPS / 10_000));
        checkpoint(1, fee, entries);
        uint256 credited;
        for (uint256 i = 0; i < 5; ++i) {
            assertEq(pool.creditOf(labeler(i + 1)), amounts[i], "credit");
            credited += pool.creditOf(labeler(i + 1));
        }
        assertEq(pool.project(project).debited, credited + fee, "debited");
        assertEq(pool.feesDue(), fee, "fees");
    }

    function refuses(bytes memory refusal, uint32 number, uint64 fee, bytes memory entries)
        private
    {
        vm.expectRevert(refusal);
        checkpoint(number, fee, entries);
    }

    function wrongNumber(uint32 number, uint32 expected) private view returns (bytes memory) {
        return abi.encodeWithSelector(
            ILabelPool.WrongCheckpointNumber.selector, project, number, expected
        );
    }

    function unknownLabeler(uint256 index) private pure returns (bytes memory) {
        return abi.encodeWithSelector(PackedCredits.UnknownLabeler.selector, index, LABELERS);
    }

    function beyondDeposit(uint256 debited) private view returns (bytes memory) {
        return abi.encodeWithSelector(ILabelPool.BeyondDeposit.selector, project, debited, DEPOSIT);
    }

    function feeBeyondCap(uint256 fees, uint256 cap) private view returns (bytes memory) {
        return abi.encodeWithSelector(ILabelPool.FeeBeyondCap.selector, project, fees, cap);
    }
}
