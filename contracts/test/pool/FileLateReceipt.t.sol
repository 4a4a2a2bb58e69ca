// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {IReceipts} from "../../src/interfaces/IReceipts.sol";
import {Receipt} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";

contract FileLateReceiptTest is PoolTest {
    function test_refuses_in_a_halted_pool() public {
        equivocate(relayer);
        refuses(IHalts.PoolHalted.selector, "", receiptOf(1, 100));
    }

    function test_refuses_a_receipt_that_is_not_due() public {
        Receipt memory receipt = receiptOf(1, 100);
        receipt.settleBy = uint64(block.timestamp);
        refuses(IReceipts.NotLate.selector, abi.encode(receipt.labeler, receipt.settleBy), receipt);
        vm.warp(block.timestamp + 1);
        pool.fileLateReceipt(receipt, signed(receipt));
    }

    function test_refuses_what_is_credited() public {
        checkpoint(1, entry(1, 100));
        Receipt memory receipt = receiptOf(1, 100);
        refuses(IReceipts.AlreadyCredited.selector, abi.encode(receipt.labeler, 100, 100), receipt);
        fileLate(1, 101);
    }

    function test_refuses_other_keys() public {
        Receipt memory receipt = receiptOf(1, 100);
        bytes memory bySomebody = signedBy(77, receipt);
        vm.expectRevert(abi.encodeWithSelector(IReceipts.NotReceiptKey.selector, vm.addr(77)));
        pool.fileLateReceipt(receipt, bySomebody);
        vm.expectRevert(abi.encodeWithSelector(IReceipts.NotReceiptKey.selector, address(0)));
        pool.fileLateReceipt(receipt, "");
    }

    function test_refuses_a_signature_over_anything_else() public {
        Receipt memory receipt = receiptOf(1, 100);
        bytes memory good = signed(receipt);
        receipt.owed = 101;
        vm.expectRevert();
        pool.fileLateReceipt(receipt, good);
    }

    function test_takes_the_key_before_for_the_redeem_time_and_no_longer() public {
        vm.prank(operator);
        registry.setKeys(checkpointKey, stranger);
        vm.warp(block.timestamp + ROTATION_DELAY + REDEEM_TIME);
        fileLate(1, 100);
        vm.warp(block.timestamp + 1);
        refuses(IReceipts.NotReceiptKey.selector, abi.encode(receiptKey), receiptOf(2, 100));
    }

    function test_starts_the_grace() public {
        uint40 graceEndsAt = uint40(block.timestamp + GRACE);
        Receipt memory receipt = receiptOf(1, 100);
        bytes memory good = signed(receipt);
        vm.expectEmit(address(pool));
        emit IReceipts.LateReceiptFiled(receipt.labeler, 100, graceEndsAt);
        vm.prank(stranger);
        pool.fileLateReceipt(receipt, good);
        assertEq(pool.lateReceiptOf(receipt.labeler).owed, 100, "owed");
        assertEq(pool.lateReceiptOf(receipt.labeler).graceEndsAt, graceEndsAt, "grace");
        assertEq(pool.lateReceiptOf(labeler(2)).owed, 0, "the neighbour's");
    }

    function test_a_larger_receipt_replaces_the_amount_and_not_the_time() public {
        fileLate(1, 100);
        uint40 graceEndsAt = pool.lateReceiptOf(labeler(1)).graceEndsAt;
        vm.warp(block.timestamp + 1 hours);
        refuses(IReceipts.NotLarger.selector, abi.encode(labeler(1), 100, 100), receiptOf(1, 100));
        fileLate(1, 101);
        assertEq(pool.lateReceiptOf(labeler(1)).owed, 101, "owed");
        assertEq(pool.lateReceiptOf(labeler(1)).graceEndsAt, graceEndsAt, "grace");
    }

    function test_after_crediting_a_new_grace_starts() public {
        fileLate(1, 100);
        checkpoint(1, entry(1, 100));
        vm.warp(block.timestamp + 1 hours);
        fileLate(1, 101);
        assertEq(pool.lateReceiptOf(labeler(1)).graceEndsAt, block.timestamp + GRACE, "grace");
    }

    function testFuzz_digest_is_the_norm_s(Receipt calldata receipt) public view {
        assertEq(pool.receiptDigest(receipt), digestOf(receipt), "digest");
    }

    function refuses(bytes4 selector, bytes memory values, Receipt memory receipt) private {
        bytes memory good = signed(receipt);
        vm.expectRevert(bytes.concat(selector, values));
        pool.fileLateReceipt(receipt, good);
    }
}
