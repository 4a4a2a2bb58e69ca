// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistry, OperatorKeys} from "../../src/interfaces/IRegistry.sol";
import {PoolTest} from "../PoolTest.sol";

contract SetKeysTest is PoolTest {
    function test_refuses_zero_and_shared_keys() public {
        vm.expectRevert(IRegistry.ZeroKey.selector);
        registry.setKeys(address(0), stranger);
        vm.expectRevert(IRegistry.ZeroKey.selector);
        registry.setKeys(stranger, address(0));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.SharedKey.selector, stranger));
        registry.setKeys(stranger, stranger);
    }

    function test_a_registry_refuses_rotations_faster_than_redemption() public {
        vm.expectRevert(abi.encodeWithSelector(IRegistry.RotationTooFast.selector, 9, 10));
        newRegistry(9, 10);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.RotationTooFast.selector, 9, 0));
        newRegistry(9, 0);
        IRegistry made = newRegistry(10, 10);
        assertEq(made.rotationDelay(), 10, "rotation");
        assertEq(made.redeemTime(), 10, "redeem");
    }

    function test_the_first_keys_are_good_at_once() public {
        vm.expectEmit(address(registry));
        emit IRegistry.KeysSet(stranger, address(1), address(2), uint40(block.timestamp));
        vm.prank(stranger);
        registry.setKeys(address(1), address(2));
        goodUntil(stranger, address(1), block.timestamp + ROTATION_DELAY);
        assertTrue(registry.isReceiptKey(stranger, address(2)), "receipt key");
        assertTrue(!registry.isReceiptKey(stranger, address(1)), "not the other");
        assertTrue(!registry.isReceiptKey(operator, address(2)), "not the other's");
    }

    function test_nobody_s_key_is_no_key() public view {
        goodUntil(stranger, address(0), block.timestamp);
        assertTrue(!registry.isReceiptKey(stranger, address(0)), "zero");
    }

    function test_next_keys_wait_for_the_delay() public {
        uint40 rotatesAt = uint40(block.timestamp + ROTATION_DELAY);
        vm.expectEmit(address(registry));
        emit IRegistry.KeysSet(operator, address(3), address(4), rotatesAt);
        set(address(3), address(4));
        vm.warp(rotatesAt - 1);
        good(checkpointKey, receiptKey);
        assertTrue(!registry.isReceiptKey(operator, address(4)), "too soon");
        OperatorKeys memory keys = registry.keysOf(operator);
        assertEq(keys.nextCheckpointKey, address(3), "next");
        assertEq(keys.nextReceiptKey, address(4), "next");
        assertEq(keys.rotatesAt, rotatesAt, "rotates at");
        vm.warp(rotatesAt);
        good(address(3), address(4));
        keys = registry.keysOf(operator);
        assertEq(keys.checkpointKey, address(3), "now");
        assertEq(keys.rotatesAt, 0, "no rotation announced");
        assertEq(keys.previousReceiptKey, receiptKey, "previous");
        assertEq(keys.previousValidUntil, rotatesAt + REDEEM_TIME, "until");
    }

    function test_a_checkpoint_key_is_good_until_the_soonest_rotation() public {
        uint40 rotatesAt = uint40(block.timestamp + ROTATION_DELAY);
        goodUntil(operator, checkpointKey, rotatesAt);
        set(address(3), address(4));
        vm.warp(block.timestamp + 9);
        goodUntil(operator, checkpointKey, rotatesAt);
        vm.warp(rotatesAt);
        goodUntil(operator, address(3), rotatesAt + ROTATION_DELAY);
        set(address(5), address(6));
        vm.warp(rotatesAt + 9);
        goodUntil(operator, address(3), rotatesAt + ROTATION_DELAY);
        set(address(7), address(8));
        goodUntil(operator, address(3), rotatesAt + 9 + ROTATION_DELAY);
    }

    function test_the_receipt_key_before_is_good_for_the_redeem_time() public {
        set(address(3), address(4));
        vm.warp(block.timestamp + ROTATION_DELAY + REDEEM_TIME);
        assertTrue(registry.isReceiptKey(operator, receiptKey), "good");
        vm.warp(block.timestamp + 1);
        assertTrue(!registry.isReceiptKey(operator, receiptKey), "void");
    }

    function test_a_later_announcement_replaces_one_that_has_not_come() public {
        set(address(3), address(4));
        vm.warp(block.timestamp + ROTATION_DELAY - 1);
        set(address(5), address(6));
        vm.warp(block.timestamp + 1);
        good(checkpointKey, receiptKey);
        vm.warp(block.timestamp + ROTATION_DELAY);
        good(address(5), address(6));
        assertTrue(!registry.isReceiptKey(operator, address(4)), "never was");
    }

    function test_an_announcement_leaves_the_key_before_redeemable() public {
        set(address(3), address(4));
        vm.warp(block.timestamp + ROTATION_DELAY);
        set(address(5), address(6));
        good(address(3), address(4));
        assertTrue(registry.isReceiptKey(operator, receiptKey), "redeemable");
        OperatorKeys memory keys = registry.keysOf(operator);
        assertEq(keys.previousReceiptKey, receiptKey, "previous");
        vm.warp(block.timestamp + REDEEM_TIME + 1);
        assertTrue(!registry.isReceiptKey(operator, receiptKey), "void");
        vm.warp(block.timestamp + ROTATION_DELAY);
        good(address(5), address(6));
        assertTrue(!registry.isReceiptKey(operator, address(99)), "stranger");
    }

    function set(address checkpoints, address receipts) private {
        vm.prank(operator);
        registry.setKeys(checkpoints, receipts);
    }

    function good(address checkpoints, address receipts) private view {
        (address key,) = registry.checkpointKeyOf(operator);
        assertEq(key, checkpoints, "checkpoint key");
        assertTrue(registry.isReceiptKey(operator, receipts), "receipt key");
    }

    function goodUntil(address whose, address checkpoints, uint256 until) private view {
        (address key, uint40 found) = registry.checkpointKeyOf(whose);
        assertEq(key, checkpoints, "checkpoint key");
        assertEq(found, until, "good until");
    }
}
