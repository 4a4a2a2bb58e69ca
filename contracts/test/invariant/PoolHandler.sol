// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accusers} from "./Accusers.sol";
import {Operators} from "./Operators.sol";
import {Payees} from "./Payees.sol";
import {Requesters} from "./Requesters.sol";

/// @dev Plays everybody.
contract PoolHandler is Requesters, Operators, Payees, Accusers {
    function give(uint256 baseUnits) external {
        baseUnits = between(baseUnits, 0, 1e18);
        token.mint(address(pool), baseUnits);
        gifts += baseUnits;
    }

    function pass(uint256 period) external {
        vm.warp(block.timestamp + between(period, 0, CLOSE_NOTICE));
    }
}
