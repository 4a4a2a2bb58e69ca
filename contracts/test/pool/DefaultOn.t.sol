// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {IReceipts} from "../../src/interfaces/IReceipts.sol";
import {HaltCause, PoolState, Receipt} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";

contract DefaultOnTest is PoolTest {
    function setUp() public override {
        super.setUp();
        vm.prank(operator);
        pool.addFloat(1_000);
    }

    function test_refuses_when_nothing_was_filed() public {
        vm.expectRevert(abi.encodeWithSelector(IReceipts.NothingFiled.selector, labeler(1)));
        pool.defaultOn(labeler(1));
    }

    function test_refuses_within_the_grace() public {
        fileLate(1, 100);
        uint40 graceEndsAt = pool.lateReceiptOf(labeler(1)).graceEndsAt;
        vm.warp(graceEndsAt);
        vm.expectRevert(
            abi.encodeWithSelector(IReceipts.GraceRunning.selector, labeler(1), graceEndsAt)
        );
        pool.defaultOn(labeler(1));
    }

    function test_refuses_what_was_credited_in_time() public {
        fileLate(1, 100);
        checkpoint(1, entry(1, 100));
        vm.warp(block.timestamp + GRACE + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IReceipts.AlreadyCredited.selector, labeler(1), 100, 100)
        );
        pool.defaultOn(labeler(1));
    }

    function test_refuses_a_labeler_without_an_index_until_it_has_one() public {
        address unknown = vm.addr(99);
        fileFor(unknown);
        vm.warp(block.timestamp + GRACE + 1);
        vm.expectRevert(abi.encodeWithSelector(IReceipts.NotRegistered.selector, unknown));
        pool.defaultOn(unknown);
        address[] memory one = new address[](1);
        one[0] = unknown;
        vm.prank(stranger);
        registry.register(one);
        pool.defaultOn(unknown);
        assertEq(pool.creditOf(unknown), 100, "credit");
    }

    function test_refuses_in_a_halted_pool() public {
        fileLate(1, 100);
        vm.warp(block.timestamp + GRACE + 1);
        equivocate(relayer);
        vm.expectRevert(IHalts.PoolHalted.selector);
        pool.defaultOn(labeler(1));
    }

    function test_pays_from_float_and_halts() public {
        checkpoint(1, entry(1, 40));
        fileLate(1, 100);
        vm.warp(block.timestamp + GRACE + 1);
        vm.expectEmit(address(pool));
        emit IReceipts.Defaulted(labeler(1), 60, 0);
        vm.expectEmit(address(pool));
        emit IHalts.Halted(
            HaltCause.Default, address(0), BOND, uint40(block.timestamp + CLAIM_TIME)
        );
        vm.prank(stranger);
        pool.defaultOn(labeler(1));
        assertEq(pool.creditOf(labeler(1)), 100, "credit");
        assertEq(pool.floatAmount(), 940, "float");
        assertTrue(pool.state() == PoolState.Halted, "halted");
        assertEq(pool.claimOf(labeler(1)).shortfall, 0, "nothing left to claim");
        assertEq(pool.reporter(), address(0), "no reporter");
        assertEq(pool.pot(), 940 + 2 + BOND / 2, "pot");
    }

    function test_claims_what_float_does_not_reach() public {
        fileLate(1, 1_700);
        vm.warp(block.timestamp + GRACE + 1);
        vm.expectEmit(address(pool));
        emit IReceipts.Defaulted(labeler(1), 1_000, 700);
        pool.defaultOn(labeler(1));
        assertEq(pool.creditOf(labeler(1)), 1_000, "credit");
        assertEq(pool.floatAmount(), 0, "float");
        assertEq(pool.claimOf(labeler(1)).shortfall, 700, "claim");
    }

    function fileFor(address account) private {
        Receipt memory receipt = receiptOf(1, 100);
        receipt.labeler = account;
        pool.fileLateReceipt(receipt, signed(receipt));
    }
}
