// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PoolState} from "../interfaces/PoolTypes.sol";

/// @notice The operator's money in a pool, in units.
struct Funds {
    uint48 float;
    // What is announced to leave is not in it, but in its exit, until the operator is halted.
    uint48 bond;
    uint48 fees;
    // What was debited and nobody could check yet.
    uint48 unproven;
    // As many labelers as the registry had when it was last asked.
    uint32 knownLabelers;
    PoolState state;
}

/// @title The operator's money in one storage slot.
/// @dev Written here and not left to the compiler, which writes a struct field by field: measured,
/// 600 gas and 200 bytes a place.
///
///     255 232 231   224 223    192 191      144 143  96 95   48 47    0
///     |unused| state u8 | known u32 | unproven u48 | fees u48 | bond u48 | float u48 |
library PackedFunds {
    function unpacked(uint256 word) internal pure returns (Funds memory funds) {
        // forge-lint: disable-start(unsafe-typecast) cutting off the neighbours is the point
        funds.float = uint48(word);
        funds.bond = uint48(word >> 48);
        funds.fees = uint48(word >> 96);
        funds.unproven = uint48(word >> 144);
        funds.knownLabelers = uint32(word >> 192);
        funds.state = PoolState(uint8(word >> 224));
        // forge-lint: disable-end(unsafe-typecast)
    }

    function packed(Funds memory funds) internal pure returns (uint256 word) {
        word = uint256(funds.float) | uint256(funds.bond) << 48 | uint256(funds.fees) << 96;
        word |= uint256(funds.unproven) << 144 | uint256(funds.knownLabelers) << 192;
        word |= uint256(funds.state) << 224;
    }
}
