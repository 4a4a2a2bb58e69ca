// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What labelers were ever credited, or have ever withdrawn, four to a storage slot.
/// @dev The amount of labeler `index` is counter `index % 4` of slot `index / 4`:
///
///     255         192 191         128 127          64 63            0
///     | 4k + 3 uint64 | 4k + 2 uint64 | 4k + 1 uint64 |   4k uint64   |   slot k
///
/// A batch is a string of eight-byte entries, `index uint32 | amount uint32`, whose indices never
/// fall; so each slot is read and written once.
library PackedCredits {
    error MalformedEntries(uint256 length);
    error UnknownLabeler(uint256 index, uint256 labelerCount);
    error EntryOutOfOrder(uint256 index, uint256 previous);
    error ZeroCredit(uint256 index);
    error CreditOverflow(uint256 index);

    uint256 internal constant ENTRY_BYTES = 8;
    uint256 private constant COUNTER_BITS = 64;
    uint256 private constant COUNTERS_PER_SLOT = 4;

    /// @dev Add every entry to its labeler's credit; return the sum of the entries.
    function addBatch(
        mapping(uint256 slotNumber => uint256 counters) storage credits,
        bytes calldata entries,
        uint256 labelerCount
    ) internal returns (uint256 sum) {
        if (entries.length % ENTRY_BYTES != 0) {
            revert MalformedEntries(entries.length);
        }
        if (entries.length == 0) return 0;
        (uint256 previous,) = entryAt(entries, 0);
        uint256 slotNumber = slotNumberOf(previous);
        uint256 counters = credits[slotNumber];
        for (uint256 offset = 0; offset < entries.length;) {
            (uint256 index, uint256 amount) = entryAt(entries, offset);
            if (index == 0 || index > labelerCount) revert UnknownLabeler(index, labelerCount);
            if (index < previous) revert EntryOutOfOrder(index, previous);
            if (amount == 0) revert ZeroCredit(index);
            if (slotNumberOf(index) != slotNumber) {
                credits[slotNumber] = counters;
                slotNumber = slotNumberOf(index);
                counters = credits[slotNumber];
            }
            counters = increased(counters, index, amount);
            previous = index;
            unchecked {
                sum += amount; // at most 2^32 times the entries that fit a block
                offset += ENTRY_BYTES;
            }
        }
        credits[slotNumber] = counters;
    }

    /// @dev Add `amount` to the credit of labeler `index`.
    function add(
        mapping(uint256 slotNumber => uint256 counters) storage credits,
        uint256 index,
        uint256 amount
    ) internal {
        uint256 slotNumber = slotNumberOf(index);
        credits[slotNumber] = increased(credits[slotNumber], index, amount);
    }

    /// @dev The index in the last entry, which is the highest if the entries are well formed; 0 if
    /// there is none.
    function highestIndex(bytes calldata entries) internal pure returns (uint256 index) {
        if (entries.length < ENTRY_BYTES) return 0;
        (index,) = entryAt(entries, entries.length - ENTRY_BYTES);
    }

    /// @dev The credit of labeler `index`.
    function creditAt(
        mapping(uint256 slotNumber => uint256 counters) storage credits,
        uint256 index
    ) internal view returns (uint64) {
        return counterOf(credits[slotNumberOf(index)], index);
    }

    /// @dev The slot that holds the counter of labeler `index`.
    function slotNumberOf(uint256 index) internal pure returns (uint256) {
        return index / COUNTERS_PER_SLOT;
    }

    /// @dev The slot `counters` after adding `amount` to the counter of labeler `index`.
    function increased(uint256 counters, uint256 index, uint256 amount)
        internal
        pure
        returns (uint256)
    {
        if (amount > type(uint64).max - counterOf(counters, index)) {
            revert CreditOverflow(index);
        }
        unchecked {
            return counters + (amount << _shiftOf(index)); // the check keeps it in its counter
        }
    }

    /// @dev The counter of labeler `index` in its slot `counters`.
    function counterOf(uint256 counters, uint256 index) internal pure returns (uint64) {
        // forge-lint: disable-next-line(unsafe-typecast) cutting off the other counters is the point
        return uint64(counters >> _shiftOf(index));
    }

    /// @dev The labeler index and amount of the entry that starts at byte `offset`.
    function entryAt(bytes calldata entries, uint256 offset)
        internal
        pure
        returns (uint256 index, uint256 amount)
    {
        // forge-lint: disable-next-line(unsafe-typecast) the slice has exactly eight bytes
        uint64 entry = uint64(bytes8(entries[offset:offset + ENTRY_BYTES]));
        // forge-lint: disable-next-line(unsafe-typecast) the amount is the low half
        return (entry >> 32, uint32(entry));
    }

    function _shiftOf(uint256 index) private pure returns (uint256) {
        unchecked {
            return (index % COUNTERS_PER_SLOT) * COUNTER_BITS;
        }
    }
}
