// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PoolState} from "../../src/interfaces/PoolTypes.sol";
import {Funds, PackedFunds} from "../../src/libraries/PackedFunds.sol";
import {Base} from "../Base.sol";

contract PackedFundsTest is Base {
    function testFuzz_what_is_packed_comes_out_as_it_was(
        uint48[4] calldata amounts,
        uint32 known,
        uint8 state
    ) public pure {
        Funds memory funds = Funds(
            amounts[0], amounts[1], amounts[2], amounts[3], known, PoolState(state % 3)
        );
        Funds memory found = PackedFunds.unpacked(PackedFunds.packed(funds));
        assertEq(keccak256(abi.encode(found)), keccak256(abi.encode(funds)), "funds");
    }

    function testFuzz_what_is_unpacked_goes_back_as_it_was(uint256 word) public pure {
        word = uint256(uint224(word)) | ((word >> 224) % 3) << 224;
        assertEq(PackedFunds.packed(PackedFunds.unpacked(word)), word, "word");
    }
}
