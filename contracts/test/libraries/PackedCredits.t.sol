// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PackedCredits} from "../../src/libraries/PackedCredits.sol";
import {Base} from "../Base.sol";

/// @dev Credits behind the library, beside a plain ledger of one counter a labeler.
contract Credits {
    using PackedCredits for mapping(uint256 => uint256);

    mapping(uint256 slotNumber => uint256 counters) private _packed;
    mapping(uint256 index => uint256) public plain;

    function set(uint256 slotNumber, uint256 counters) external {
        _packed[slotNumber] = counters;
        for (uint256 i = 0; i < 4; ++i) {
            plain[4 * slotNumber + i] = uint64(counters >> (64 * i));
        }
    }

    function add(bytes calldata entries, uint256 labelerCount) external returns (uint256 sum) {
        sum = _packed.addBatch(entries, labelerCount);
        uint256 plainSum;
        for (uint256 offset = 0; offset < entries.length; offset += 8) {
            uint32 index = uint32(bytes4(entries[offset:offset + 4]));
            uint32 amount = uint32(bytes4(entries[offset + 4:offset + 8]));
            plain[index] += amount;
            plainSum += amount;
        }
        require(sum == plainSum, "sum");
    }

    function creditAt(uint256 index) external view returns (uint64) {
        return _packed.creditAt(index);
    }
}

contract PackedCreditsTest is Base {
    Credits private credits;

    function setUp() public {
        credits = new Credits();
    }

    function test_refuses_overflow_of_every_counter_and_spares_its_neighbours() public {
        for (uint256 place = 0; place < 4; ++place) {
            uint256 counters = uint256(type(uint64).max - 5) << (64 * place);
            credits.set(1, counters);
            uint256 index = 4 + place;
            credits.add(entry(index, 5), 9);
            assertEq(credits.creditAt(index), type(uint64).max, "full");
            vm.expectRevert(abi.encodeWithSelector(PackedCredits.CreditOverflow.selector, index));
            credits.add(entry(index, 1), 9);
            vm.expectRevert(abi.encodeWithSelector(PackedCredits.CreditOverflow.selector, index));
            credits.add(entry(index, type(uint32).max), 9);
            for (uint256 other = 4; other < 8; ++other) {
                if (other != index) assertEq(credits.creditAt(other), 0, "neighbour");
            }
        }
    }

    function testFuzz_agrees_with_one_counter_a_labeler(uint256[4] calldata slots, uint256 seed)
        public
    {
        for (uint256 i = 0; i < 4; ++i) {
            // Halved, so that a few additions of uint32 never overflow.
            credits.set(
                i, slots[i] & 0x7fffffffffffffff7fffffffffffffff7fffffffffffffff7fffffffffffffff
            );
        }
        bytes memory entries;
        for (uint256 index = 1; index < 16; ++index) {
            for (
                uint256 times = uint256(keccak256(abi.encode(seed, index))) % 3;
                times > 0;
                --times
            ) {
                uint256 random = uint256(keccak256(abi.encode(seed, index, times)));
                entries = bytes.concat(entries, entry(index, between(random, 1, type(uint32).max)));
            }
        }
        credits.add(entries, 15);
        for (uint256 index = 0; index < 20; ++index) {
            assertEq(credits.creditAt(index), credits.plain(index), "credit");
        }
    }

    function entry(uint256 index, uint256 amount) private pure returns (bytes memory) {
        return abi.encodePacked(uint32(index), uint32(amount));
    }
}
