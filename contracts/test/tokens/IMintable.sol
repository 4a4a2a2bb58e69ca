// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

/// @dev A token that makes money for tests.
interface IMintable is IERC20Metadata {
    function mint(address to, uint256 amount) external;
}
