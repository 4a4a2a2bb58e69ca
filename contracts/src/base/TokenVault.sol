// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ILabelPool} from "../interfaces/ILabelPool.sol";

/// @title Moves the token in and out, counted in units.
abstract contract TokenVault is ILabelPool, ReentrancyGuardTransient {
    using SafeERC20 for IERC20Metadata;

    /// @inheritdoc ILabelPool
    IERC20Metadata public immutable token;

    /// @inheritdoc ILabelPool
    uint8 public immutable unitDecimals;

    /// @inheritdoc ILabelPool
    uint256 public immutable unit;

    constructor(IERC20Metadata token_, uint8 unitDecimals_) {
        uint8 tokenDecimals = token_.decimals();
        if (tokenDecimals < unitDecimals_) revert TokenTooCoarse(tokenDecimals, unitDecimals_);
        token = token_;
        unitDecimals = unitDecimals_;
        unit = 10 ** (tokenDecimals - unitDecimals_);
    }

    /// @dev Take `amount` units from the caller; refuse a token that delivers another amount.
    function _pull(uint64 amount) internal {
        if (amount == 0) return;
        uint256 expected = amount * unit;
        uint256 balanceBefore = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), expected);
        uint256 received = token.balanceOf(address(this)) - balanceBefore;
        if (received != expected) revert WrongAmountReceived(expected, received);
    }

    /// @dev Pay `amount` units to `to`.
    function _push(address to, uint64 amount) internal {
        // What is to be paid, no balance.
        // slither-disable-next-line incorrect-equality
        if (amount == 0) return;
        unchecked {
            token.safeTransfer(to, amount * unit); // no more than what was taken in
        }
    }
}
