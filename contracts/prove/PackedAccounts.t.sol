// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PackedAccounts} from "../src/libraries/PackedAccounts.sol";
import {Symbolic} from "./Symbolic.sol";

/// @dev A packed account never spills into its neighbour.
contract PackedAccountsProof is Symbolic {
    using PackedAccounts for uint256;

    function check_replacing_touches_one_account(
        uint256 pair,
        uint256 index,
        uint64 withdrawn,
        uint64 nonce,
        uint256 other
    ) external pure {
        uint256 replaced = pair.replaced(index, withdrawn, nonce);
        (uint64 readWithdrawn, uint64 readNonce) = replaced.accountOf(index);
        assert(readWithdrawn == withdrawn && readNonce == nonce);
        vm.assume(other % 2 != index % 2);
        (uint64 wasWithdrawn, uint64 wasNonce) = pair.accountOf(other);
        (uint64 isWithdrawn, uint64 isNonce) = replaced.accountOf(other);
        assert(isWithdrawn == wasWithdrawn && isNonce == wasNonce);
    }

    function check_two_labelers_share_no_half(uint256 first, uint256 second) external pure {
        vm.assume(first != second);
        bool sameSlot = PackedAccounts.slotNumberOf(first) == PackedAccounts.slotNumberOf(second);
        assert(!sameSlot || first % 2 != second % 2);
    }
}
