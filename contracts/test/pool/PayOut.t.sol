// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IWithdrawals} from "../../src/interfaces/IWithdrawals.sol";
import {Withdrawal} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";

contract PayOutTest is PoolTest {
    function setUp() public override {
        super.setUp();
        checkpoint(1, bytes.concat(entry(1, 100), entry(2, 100)));
    }

    function test_refuses_without_a_payout_address() public {
        vm.expectRevert(abi.encodeWithSelector(IWithdrawals.BadDestination.selector, address(0)));
        pool.payOut(labeler(1));
    }

    function test_refuses_the_pool_as_a_payout_address() public {
        choose(1, address(pool));
        vm.expectRevert(abi.encodeWithSelector(IWithdrawals.BadDestination.selector, address(pool)));
        pool.payOut(labeler(1));
    }

    function test_refuses_when_nothing_is_there() public {
        choose(3, destination);
        vm.expectRevert(ILabelPool.ZeroAmount.selector);
        pool.payOut(labeler(3));
        choose(1, destination);
        pool.payOut(labeler(1));
        vm.expectRevert(ILabelPool.ZeroAmount.selector);
        pool.payOut(labeler(1));
    }

    function test_pays_all_to_whom_the_labeler_named() public {
        choose(1, destination);
        vm.expectEmit(address(pool));
        emit IWithdrawals.PaidOut(labeler(1), destination, 100);
        vm.prank(stranger);
        pool.payOut(labeler(1));
        assertEq(token.balanceOf(destination), 100 * UNIT, "paid");
        assertEq(pool.withdrawnOf(labeler(1)), 100, "withdrawn");
        assertEq(pool.withdrawnOf(labeler(2)), 0, "neighbour");
    }

    function test_an_order_signed_before_is_not_good_any_more() public {
        Withdrawal memory order = withdrawalOf(1);
        bytes memory signature = signed(1, order);
        choose(1, destination);
        pool.payOut(labeler(1));
        vm.expectRevert(
            abi.encodeWithSelector(IWithdrawals.WrongNonce.selector, labeler(1), 0, 100)
        );
        pool.withdraw(order, signature, 0);
    }

    function test_a_batch_skips_and_tells_what_fails() public {
        choose(1, destination);
        address[] memory three = new address[](3);
        (three[0], three[1], three[2]) = (labeler(2), stranger, labeler(1));
        vm.expectEmit(address(pool));
        emit IWithdrawals.PayOutFailed(labeler(2));
        vm.expectEmit(address(pool));
        emit IWithdrawals.PayOutFailed(stranger);
        pool.payOutBatch(three);
        assertEq(token.balanceOf(destination), 100 * UNIT, "paid");
    }

    function test_a_batch_refuses_too_little_gas() public {
        choose(1, destination);
        address[] memory one = new address[](1);
        one[0] = labeler(1);
        vm.expectRevert();
        pool.payOutBatch{gas: 400_000}(one);
    }

    function choose(uint256 index, address payoutAddress) private {
        vm.prank(labeler(index));
        registry.setPayoutAddress(payoutAddress);
    }
}
