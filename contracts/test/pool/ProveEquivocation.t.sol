// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {IReceipts} from "../../src/interfaces/IReceipts.sol";
import {HaltCause, PoolState, Receipt} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";

contract ProveEquivocationTest is PoolTest {
    function test_refuses_the_same_receipt_twice() public {
        refuses(receiptOf(1, 10), receiptOf(1, 10));
    }

    function test_refuses_receipts_that_can_both_be_true() public {
        Receipt memory next = receiptOf(1, 20);
        (next.number, next.sequence, next.task, next.position) = (2, 2, keccak256("other"), 1);
        refuses(receiptOf(1, 10), next);
        (next.task, next.position) = (keccak256("task"), 2);
        refuses(receiptOf(1, 10), next);
        (next.position, next.sequence, next.project) = (1, 1, project + 1);
        refuses(receiptOf(1, 10), next);
        Receipt memory another = receiptOf(2, 20);
        another.position = 2;
        refuses(receiptOf(1, 10), another);
    }

    function test_refuses_other_keys() public {
        Receipt memory first = receiptOf(1, 10);
        Receipt memory second = receiptOf(1, 11);
        bytes memory good = signed(first);
        bytes memory alien = signedBy(77, second);
        vm.expectRevert(abi.encodeWithSelector(IReceipts.NotReceiptKey.selector, vm.addr(77)));
        pool.proveEquivocation(first, good, second, alien);
        vm.expectRevert(abi.encodeWithSelector(IReceipts.NotReceiptKey.selector, vm.addr(77)));
        pool.proveEquivocation(second, alien, first, good);
    }

    function test_refuses_in_a_halted_pool() public {
        equivocate(relayer);
        Receipt memory receipt = receiptOf(1, 10);
        vm.expectRevert(IHalts.PoolHalted.selector);
        pool.proveEquivocation(receipt, "", receipt, "");
    }

    function test_two_receipts_with_one_number() public {
        Receipt memory second = receiptOf(1, 20);
        (second.sequence, second.position, second.project) = (7, 7, 7);
        halts(receiptOf(1, 10), second);
    }

    function test_two_receipts_for_one_answer() public {
        Receipt memory second = receiptOf(1, 20);
        (second.number, second.position) = (2, 2);
        halts(receiptOf(1, 10), second);
    }

    function test_two_labelers_on_one_place_of_a_task() public {
        Receipt memory second = receiptOf(2, 10);
        (second.number, second.sequence) = (9, 9);
        halts(receiptOf(1, 10), second);
    }

    function test_one_story_before_and_one_after_a_rotation() public {
        Receipt memory first = receiptOf(1, 10);
        Receipt memory second = receiptOf(1, 11);
        bytes memory before = signed(first);
        vm.prank(operator);
        registry.setKeys(checkpointKey, vm.addr(77));
        vm.warp(block.timestamp + ROTATION_DELAY);
        pool.proveEquivocation(first, before, second, signedBy(77, second));
        assertTrue(pool.state() == PoolState.Halted, "halted");
    }

    function test_announced_exits_come_back() public {
        vm.startPrank(operator);
        pool.addFloat(500);
        pool.requestFloatExit(500);
        pool.requestBondExit(BOND / 2);
        vm.stopPrank();
        equivocate(relayer);
        assertEq(pool.bondExit().amount + pool.floatExit().amount, 0, "exits");
        assertEq(pool.bondAmount(), BOND, "bond");
        assertEq(pool.pot(), 500 + BOND / 2 - BOND / 40, "pot");
    }

    function refuses(Receipt memory first, Receipt memory second) private {
        bytes memory one = signed(first);
        bytes memory other = signed(second);
        vm.expectRevert(IReceipts.NoEquivocation.selector);
        pool.proveEquivocation(first, one, second, other);
    }

    function halts(Receipt memory first, Receipt memory second) private {
        bytes memory one = signed(first);
        bytes memory other = signed(second);
        vm.expectEmit(address(pool));
        emit IHalts.Halted(
            HaltCause.Equivocation, relayer, BOND, uint40(block.timestamp + CLAIM_TIME)
        );
        vm.prank(relayer);
        pool.proveEquivocation(first, one, second, other);
        assertTrue(pool.state() == PoolState.Halted, "halted");
        assertEq(pool.haltedAt(), block.timestamp, "haltedAt");
        assertEq(pool.reporter(), relayer, "reporter");
        assertEq(pool.pot(), BOND / 2 - BOND / 40, "pot");
        assertEq(pool.bondAmount(), BOND, "nothing has left");
    }
}
