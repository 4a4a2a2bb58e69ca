// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

enum ProjectStatus {
    None,
    Open,
    Refunded
}

/// @notice The money of a project, in units, and how far its records are open.
struct Ledger {
    uint48 deposit;
    uint48 credited;
    // Debited since the last opening, fees included, and the most that may be.
    uint40 unopened;
    uint40 maxUnopened;
    uint24 checkpointCount;
    // Time of the first checkpoint after the last opening; 0 if there is none.
    uint32 unopenedSince;
    uint16 feeBps;
    ProjectStatus status;
}

/// @title The ledger of a project in one storage slot, the only one of the project that a
/// checkpoint reads and writes.
///
///     255   248 247   232 231     200 199          176 175  136 135    96 95     48 47     0
///     | status u8 | fee u16 | since u32 | checkpoints u24 | max u40 | unopened u40 | credited u48 | deposit u48 |
library PackedLedger {
    function unpacked(uint256 word) internal pure returns (Ledger memory ledger) {
        // forge-lint: disable-start(unsafe-typecast) cutting off the neighbours is the point
        ledger.deposit = uint48(word);
        ledger.credited = uint48(word >> 48);
        ledger.unopened = uint40(word >> 96);
        ledger.maxUnopened = uint40(word >> 136);
        ledger.checkpointCount = uint24(word >> 176);
        ledger.unopenedSince = uint32(word >> 200);
        ledger.feeBps = uint16(word >> 232);
        ledger.status = ProjectStatus(uint8(word >> 248));
        // forge-lint: disable-end(unsafe-typecast)
    }

    function packed(Ledger memory ledger) internal pure returns (uint256 word) {
        word = uint256(ledger.deposit) | uint256(ledger.credited) << 48;
        word |= uint256(ledger.unopened) << 96 | uint256(ledger.maxUnopened) << 136;
        word |= uint256(ledger.checkpointCount) << 176 | uint256(ledger.unopenedSince) << 200;
        word |= uint256(ledger.feeBps) << 232 | uint256(ledger.status) << 248;
    }
}
