// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {IReceipts} from "../../src/interfaces/IReceipts.sol";
import {Receipt} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";

contract FileClaimTest is PoolTest {
    function test_refuses_in_a_running_pool() public {
        refuses(IHalts.NotHalted.selector, "", receiptOf(1, 100));
    }

    function test_refuses_after_the_claim_time() public {
        equivocate(relayer);
        uint40 closesAt = uint40(block.timestamp + CLAIM_TIME);
        vm.warp(closesAt);
        fileClaim(1, 100);
        vm.warp(closesAt + 1);
        refuses(IHalts.ClaimsClosed.selector, abi.encode(closesAt), receiptOf(2, 100));
        pool.settleClaims();
        refuses(IHalts.ClaimsClosed.selector, abi.encode(closesAt), receiptOf(2, 100));
    }

    function test_refuses_what_is_credited() public {
        checkpoint(1, entry(1, 100));
        equivocate(relayer);
        refuses(
            IReceipts.AlreadyCredited.selector, abi.encode(labeler(1), 100, 100), receiptOf(1, 100)
        );
    }

    function test_refuses_other_keys() public {
        equivocate(relayer);
        Receipt memory receipt = receiptOf(1, 100);
        bytes memory alien = signedBy(77, receipt);
        vm.expectRevert(abi.encodeWithSelector(IReceipts.NotReceiptKey.selector, vm.addr(77)));
        pool.fileClaim(receipt, alien);
    }

    function test_refuses_a_claim_that_is_not_larger() public {
        equivocate(relayer);
        fileClaim(1, 100);
        refuses(IHalts.ClaimNotLarger.selector, abi.encode(labeler(1), 100, 100), receiptOf(1, 100));
        refuses(IHalts.ClaimNotLarger.selector, abi.encode(labeler(1), 99, 100), receiptOf(1, 99));
    }

    function test_takes_receipts_that_are_not_due() public {
        checkpoint(1, entry(1, 40));
        equivocate(relayer);
        Receipt memory receipt = receiptOf(1, 100);
        receipt.settleBy = type(uint64).max;
        bytes memory good = signed(receipt);
        vm.expectEmit(address(pool));
        emit IHalts.ClaimFiled(receipt.labeler, 60);
        vm.prank(stranger);
        pool.fileClaim(receipt, good);
        assertEq(pool.claimOf(receipt.labeler).shortfall, 60, "shortfall");
        assertEq(pool.claimOf(receipt.labeler).award, 0, "award");
    }

    function test_a_larger_claim_replaces_a_smaller() public {
        equivocate(relayer);
        fileClaim(1, 100);
        fileClaim(1, 170);
        fileClaim(2, 30);
        vm.warp(block.timestamp + CLAIM_TIME + 1);
        vm.expectEmit(address(pool));
        emit IHalts.ClaimsSettled(0, 200, BOND / 2 - BOND / 40 - 200);
        pool.settleClaims();
    }

    function test_a_claim_counts_at_most_the_pot() public {
        equivocate(relayer);
        fileClaim(1, type(uint64).max);
        assertEq(pool.claimOf(labeler(1)).shortfall, pool.pot(), "shortfall");
    }

    function refuses(bytes4 selector, bytes memory values, Receipt memory receipt) private {
        bytes memory good = signed(receipt);
        vm.expectRevert(bytes.concat(selector, values));
        pool.fileClaim(receipt, good);
    }
}
