// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PoolWorld} from "./PoolWorld.sol";

/// @dev A test that starts in a world of its own.
abstract contract PoolTest is PoolWorld {
    function setUp() public virtual {
        build();
    }
}
