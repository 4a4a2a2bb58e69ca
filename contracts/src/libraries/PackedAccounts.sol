// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What labelers have withdrawn, and how often, two to a storage slot.
/// @dev The account of labeler `index` is half `index % 2` of slot `index / 2`:
///
///     255           192 191             128 127       64 63            0
///     | nonce, 2k + 1 | withdrawn, 2k + 1 | nonce, 2k | withdrawn, 2k |   slot k
///
/// So every other labeler finds its slot in use at its first withdrawal, which saves 17,100 gas.
library PackedAccounts {
    uint256 private constant ACCOUNT_BITS = 128;
    uint256 private constant COUNTER_BITS = 64;

    /// @dev The slot that holds the account of labeler `index`.
    function slotNumberOf(uint256 index) internal pure returns (uint256) {
        return index / 2;
    }

    /// @dev The account of labeler `index` in its slot `pair`.
    function accountOf(uint256 pair, uint256 index)
        internal
        pure
        returns (uint64 withdrawn, uint64 nonce)
    {
        uint256 half = pair >> _shiftOf(index);
        // forge-lint: disable-next-line(unsafe-typecast) cutting off the neighbours is the point
        return (uint64(half), uint64(half >> COUNTER_BITS));
    }

    /// @dev The slot `pair` with another account for labeler `index`.
    function replaced(uint256 pair, uint256 index, uint64 withdrawn, uint64 nonce)
        internal
        pure
        returns (uint256)
    {
        uint256 shift = _shiftOf(index);
        uint256 half = uint256(nonce) << COUNTER_BITS | withdrawn;
        return (pair & ~(uint256(type(uint128).max) << shift)) | half << shift;
    }

    function _shiftOf(uint256 index) private pure returns (uint256) {
        unchecked {
            return (index % 2) * ACCOUNT_BITS;
        }
    }
}
