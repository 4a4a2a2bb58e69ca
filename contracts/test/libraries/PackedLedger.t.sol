// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ledger, PackedLedger, ProjectStatus} from "../../src/libraries/PackedLedger.sol";
import {Base} from "../Base.sol";

contract PackedLedgerTest is Base {
    function testFuzz_what_is_packed_comes_out_as_it_was(
        uint48[2] calldata amounts,
        uint40[2] calldata unopened,
        uint24 checkpoints,
        uint32 since,
        uint16 feeBps,
        uint8 status
    ) public pure {
        Ledger memory ledger = Ledger(
            amounts[0],
            amounts[1],
            unopened[0],
            unopened[1],
            checkpoints,
            since,
            feeBps,
            ProjectStatus(status % 3)
        );
        Ledger memory found = PackedLedger.unpacked(PackedLedger.packed(ledger));
        assertEq(keccak256(abi.encode(found)), keccak256(abi.encode(ledger)), "ledger");
    }

    function testFuzz_what_is_unpacked_goes_back_as_it_was(uint256 word) public pure {
        word = uint256(uint248(word)) | ((word >> 248) % 3) << 248;
        assertEq(PackedLedger.packed(PackedLedger.unpacked(word)), word, "word");
    }
}
