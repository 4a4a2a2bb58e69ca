// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Receipt, Withdrawal} from "../src/interfaces/PoolTypes.sol";
import {PoolTest} from "./PoolTest.sol";

/// @dev Every call that has a ceiling stays under it. Calls are transactions of their own here, so
/// that storage is cold; what is measured includes the 21,000 and the calldata.
/// forge-config: default.isolate = true
contract GasTest is PoolTest {
    uint256 private constant BATCH = 256;
    uint256 private constant TRANSACTION_CAP = 16_777_216;

    /// @dev What a checkpoint costs but for its credits: those of one, less one credit.
    uint256 private fixedPart;

    function setUp() public override {
        super.setUp();
        registerMany(8 + 5 * BATCH);
        bytes memory one = entry(1, 100);
        bytes memory four = bytes.concat(one, entry(4, 100), entry(8, 100), entry(12, 100));
        checkpoint(1, four);
        checkpoint(2, four);
        uint256 ofFour = used();
        checkpoint(3, one);
        fixedPart = used() - (ofFour - used()) / 3;
    }

    function test_opening_and_funding_a_project() public {
        openProject(DEPOSIT);
        below(used(), 130_000, "open and fund");
    }

    function test_the_fixed_part_of_a_checkpoint() public {
        below(fixedPart, 45_000, "fixed part");
        openRecords();
        checkpoint(4, entry(1, 100));
        below(used(), 45_000 + 6_000, "first after an opening, its credit included");
        vm.warp(block.timestamp + ROTATION_DELAY);
        openRecords();
        checkpoint(5, entry(1, 100));
        below(used(), 45_000 + 6_000 + 9_000, "and the registry asked again for the key");
    }

    function test_credits_in_a_batch_of_256() public {
        bytes memory dense = batch(8, 1);
        bytes memory scattered = batch(8 + BATCH, 4);
        checkpoint(4, dense);
        perCredit(7_000, "first, dense");
        checkpoint(5, dense);
        perCredit(2_000, "dense");
        checkpoint(6, scattered);
        perCredit(24_000, "first, scattered");
        checkpoint(7, scattered);
        perCredit(7_000, "scattered");
    }

    function test_withdrawals_through_a_relayer() public {
        checkpoint(4, batch(1, 1));
        withdraw(1, 10);
        withdraw(1, 10);
        below(used(), 70_000, "to a holder");
        withdraw(2, 10);
        below(used(), 90_000, "first time");
        withdraw(5, 10);
        below(used(), 105_000, "first time, first of its four");
    }

    function test_a_batch_of_withdrawals_costs_each_less_than_one_alone() public {
        checkpoint(4, batch(1, 1));
        Withdrawal[] memory orders = new Withdrawal[](5);
        bytes[] memory signatures = new bytes[](5);
        uint64[] memory fees = new uint64[](5);
        for (uint256 i = 0; i < 5; ++i) {
            orders[i] = withdrawalOf(i + 1);
            signatures[i] = signed(i + 1, orders[i]);
            fees[i] = 1;
        }
        vm.prank(relayer);
        pool.withdrawBatch(orders, signatures, fees);
        below(used() / 5, 75_000, "each, first time");
    }

    function test_a_late_receipt() public {
        Receipt memory receipt = receiptOf(2, 1_000);
        bytes memory signature = signed(receipt);
        pool.fileLateReceipt(receipt, signature);
        below(used(), 110_000, "late receipt");
    }

    function test_an_equivocation() public {
        equivocate(relayer);
        below(used(), 90_000, "equivocation");
    }

    function test_an_opening_and_its_proof() public {
        openRecords();
        below(used(), 75_000, "opening");
        vm.warp(block.timestamp + CHALLENGE_WINDOW + 1);
        pool.prove(project);
        below(used(), 55_000, "proof");
    }

    function withdraw(uint256 index, uint64 relayFee) private {
        Withdrawal memory order = withdrawalOf(index);
        order.destination = order.labeler;
        order.amount /= 2;
        bytes memory signature = signed(index, order);
        vm.prank(relayer);
        pool.withdraw(order, signature, relayFee);
    }

    function registerMany(uint256 count) private {
        for (uint256 index = LABELERS + 1; index <= count;) {
            uint256 some = count + 1 - index < 200 ? count + 1 - index : 200;
            address[] memory more = new address[](some);
            for (uint256 i = 0; i < some; ++i) {
                more[i] = address(uint160(uint256(keccak256(abi.encode("many", index + i)))));
            }
            registry.register(more);
            used();
            index += some;
        }
    }

    function batch(uint256 first, uint256 step) private pure returns (bytes memory entries) {
        for (uint256 i = 0; i < BATCH; ++i) {
            entries = bytes.concat(entries, entry(first + i * step, 100 + i));
        }
    }

    /// @dev What the last transaction used, which BSC would have taken.
    function used() private view returns (uint256 gas) {
        gas = vm.lastCallGas().gasTotalUsed;
        below(gas, TRANSACTION_CAP, "transaction");
    }

    function perCredit(uint256 most, string memory what) private view {
        below((used() - fixedPart) / BATCH, most, what);
    }

    function below(uint256 gas, uint256 most, string memory what) private pure {
        if (gas > most) revert NotEqual(what, gas, most);
    }
}
