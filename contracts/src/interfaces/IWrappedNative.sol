// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

/// @title A token of which one stands for one of the chain's coins, like WBNB.
interface IWrappedNative is IERC20Metadata {
    /// @notice Take the coins sent and give the caller as many tokens.
    function deposit() external payable;

    /// @notice Take `amount` tokens of the caller and give it as many coins.
    function withdraw(uint256 amount) external;
}
