// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {JurorStake} from "../../../src/base/JurorStake.sol";

/// @dev The juror stake alone.
contract StakeOnly is JurorStake {
    constructor(IERC20 token, uint256 stake, uint32 delay) JurorStake(token, stake, delay) {}
}
