// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../interfaces/ILabelPool.sol";

/// @title Amounts in the widths in which they are stored.
library Amounts {
    /// @dev `amount` for an account of a pool: below 2^48 units, 281 million dollars.
    function fit48(uint256 amount) internal pure returns (uint48) {
        _require(amount, type(uint48).max);
        // forge-lint: disable-next-line(unsafe-typecast) just checked
        return uint48(amount);
    }

    /// @dev `amount` for float, bond or fees: below 2^46 units, so that all three fit in one.
    function fit46(uint256 amount) internal pure returns (uint48) {
        _require(amount, (1 << 46) - 1);
        // forge-lint: disable-next-line(unsafe-typecast) just checked
        return uint48(amount);
    }

    /// @dev `amount` for what a project leaves unopened: below 2^40 units, a million dollars.
    function fit40(uint256 amount) internal pure returns (uint40) {
        _require(amount, type(uint40).max);
        // forge-lint: disable-next-line(unsafe-typecast) just checked
        return uint40(amount);
    }

    function _require(uint256 amount, uint256 limit) private pure {
        if (amount > limit) revert ILabelPool.AmountTooLarge(amount, limit);
    }
}
