// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IWithdrawals} from "../../src/interfaces/IWithdrawals.sol";
import {Withdrawal} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";
import {GreedyWallet} from "../tokens/GreedyWallet.sol";

contract WithdrawBatchTest is PoolTest {
    Withdrawal[] private orders;
    bytes[] private signatures;
    uint64[] private fees;

    function setUp() public override {
        super.setUp();
        checkpoint(1, bytes.concat(entry(1, 100), entry(2, 100), entry(3, 100)));
    }

    function test_refuses_lists_of_unequal_lengths() public {
        add(1, 5);
        fees.push(5);
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.UnequalLengths.selector, 1, 2));
        pool.withdrawBatch(orders, signatures, fees);
        fees.pop();
        signatures.push("");
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.UnequalLengths.selector, 1, 2));
        pool.withdrawBatch(orders, signatures, fees);
    }

    function test_refuses_too_little_gas_for_a_member() public {
        add(1, 5);
        vm.expectRevert();
        pool.withdrawBatch{gas: 400_000}(orders, signatures, fees);
        assertEq(pool.withdrawnOf(labeler(1)), 0, "nothing");
    }

    function test_takes_an_empty_batch() public {
        pool.withdrawBatch(orders, signatures, fees);
    }

    function test_pays_all_and_the_caller() public {
        add(1, 5);
        add(2, 0);
        add(3, 7);
        vm.prank(relayer);
        pool.withdrawBatch(orders, signatures, fees);
        assertEq(token.balanceOf(destination), (300 - 12) * UNIT, "destination");
        assertEq(token.balanceOf(relayer), 12 * UNIT, "relayer");
    }

    function test_pays_one_labeler_twice() public {
        add(1, 0);
        orders[0].amount = 60;
        signatures[0] = signed(1, orders[0]);
        add(1, 0);
        (orders[1].amount, orders[1].nonce) = (40, 60);
        signatures[1] = signed(1, orders[1]);
        pool.withdrawBatch(orders, signatures, fees);
        assertEq(token.balanceOf(destination), 100 * UNIT, "destination");
    }

    function test_skips_a_bad_order_and_tells() public {
        add(1, 5);
        add(2, 5);
        add(3, 5);
        signatures[1] = signatures[0];
        vm.expectEmit(address(pool));
        emit IWithdrawals.WithdrawalFailed(labeler(2), 0);
        vm.prank(relayer);
        pool.withdrawBatch(orders, signatures, fees);
        assertEq(pool.withdrawnOf(labeler(2)), 0, "skipped, still good");
        assertEq(token.balanceOf(destination), 190 * UNIT, "the others");
    }

    function test_goes_past_wallets_that_eat_gas_or_answer_with_too_much() public {
        for (uint256 kind = 0; kind < 2; ++kind) {
            GreedyWallet wallet = new GreedyWallet(kind == 0);
            address[] memory one = new address[](1);
            one[0] = address(wallet);
            registry.register(one);
            checkpoint(uint32(2 + kind), entry(6 + kind, 100));
            Withdrawal memory order = withdrawalOf(1);
            (order.labeler, order.amount, order.nonce) = (address(wallet), 100, 0);
            orders.push(order);
            signatures.push("whatever");
            fees.push(0);
        }
        add(1, 5);
        vm.prank(relayer);
        pool.withdrawBatch{gas: 3_000_000}(orders, signatures, fees);
        assertEq(token.balanceOf(destination), 95 * UNIT, "the one after them");
        assertEq(pool.withdrawnOf(orders[0].labeler), 0, "the eater");
        assertEq(pool.withdrawnOf(orders[1].labeler), 0, "the talker");
    }

    function test_anyone_relays_for_a_relayer() public {
        add(1, 5);
        pool.withdrawVia(orders[0], signatures[0], 5, relayer);
        assertEq(token.balanceOf(relayer), 5 * UNIT, "relayer");
    }

    function add(uint256 index, uint64 fee) private {
        Withdrawal memory order = withdrawalOf(index);
        orders.push(order);
        signatures.push(signed(index, order));
        fees.push(fee);
    }
}
