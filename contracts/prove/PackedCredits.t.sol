// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PackedCredits} from "../src/libraries/PackedCredits.sol";
import {Symbolic} from "./Symbolic.sol";

/// @dev Packed credit counters never spill into their neighbours.
contract PackedCreditsProof is Symbolic {
    using PackedCredits for mapping(uint256 => uint256);

    uint256 private constant COUNT = 1000;
    mapping(uint256 slotNumber => uint256 counters) private _credits;

    function check_increase_touches_one_counter(
        uint256 counters,
        uint256 index,
        uint256 amount,
        uint256 other
    ) external pure {
        uint256 increased = PackedCredits.increased(counters, index, amount);
        uint256 before = PackedCredits.counterOf(counters, index);
        assert(PackedCredits.counterOf(increased, index) == before + amount);
        vm.assume(other % 4 != index % 4);
        assert(
            PackedCredits.counterOf(increased, other) == PackedCredits.counterOf(counters, other)
        );
    }

    function check_two_labelers_share_no_counter(
        uint256 first,
        uint256 second,
        uint64 amount
    ) external pure {
        vm.assume(first != second);
        vm.assume(PackedCredits.slotNumberOf(first) == PackedCredits.slotNumberOf(second));
        uint256 counters = PackedCredits.increased(0, first, amount);
        assert(PackedCredits.counterOf(counters, second) == 0);
    }

    function check_entry_is_read_whole(uint32 index, uint32 amount) external view {
        (uint256 readIndex, uint256 readAmount) =
            this.entryOf(bytes.concat(bytes4(index), bytes4(amount)));
        assert(readIndex == index && readAmount == amount);
    }

    /// Any two entries over any two slots: everybody else's credit stays, theirs rise by what the
    /// entries say, and the sum is theirs.
    function check_batch_credits_what_it_says(
        uint32 first,
        uint32 firstAmount,
        uint32 second,
        uint32 secondAmount,
        uint32 watched
    ) external {
        svm.enableSymbolicStorage(address(this));
        uint256 before = _credits.creditAt(watched);
        uint256 sum = this.add(
            bytes.concat(bytes4(first), bytes4(firstAmount), bytes4(second), bytes4(secondAmount))
        );
        uint256 expected = before;
        if (watched == first) expected += firstAmount;
        if (watched == second) expected += secondAmount;
        assert(_credits.creditAt(watched) == expected);
        assert(sum == uint256(firstAmount) + secondAmount);
    }

    function add(bytes calldata entries) external returns (uint256) {
        return _credits.addBatch(entries, COUNT);
    }

    function entryOf(bytes calldata entries) external pure returns (uint256, uint256) {
        return PackedCredits.entryAt(entries, 0);
    }
}
