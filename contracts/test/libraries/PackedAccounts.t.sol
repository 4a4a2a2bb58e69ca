// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PackedAccounts} from "../../src/libraries/PackedAccounts.sol";
import {Base} from "../Base.sol";

contract PackedAccountsTest is Base {
    using PackedAccounts for uint256;

    function testFuzz_replacing_one_account_spares_its_neighbour(
        uint256 pair,
        uint32 index,
        uint64 withdrawn,
        uint64 nonce
    ) public pure {
        uint256 neighbour = index ^ 1;
        uint256 changed = pair.replaced(index, withdrawn, nonce);
        agree(changed, index, withdrawn, nonce);
        (uint64 withdrawnBefore, uint64 nonceBefore) = pair.accountOf(neighbour);
        agree(changed, neighbour, withdrawnBefore, nonceBefore);
    }

    function testFuzz_neighbours_share_a_slot_and_others_do_not(uint32 first, uint32 second)
        public
        pure
    {
        bool shared =
            PackedAccounts.slotNumberOf(first) == PackedAccounts.slotNumberOf(second);
        assertTrue(shared == (first | 1 == second | 1), "shared");
    }

    function agree(uint256 pair, uint256 index, uint64 withdrawn, uint64 nonce) private pure {
        (uint64 foundWithdrawn, uint64 foundNonce) = pair.accountOf(index);
        assertEq(foundWithdrawn, withdrawn, "withdrawn");
        assertEq(foundNonce, nonce, "nonce");
    }
}
