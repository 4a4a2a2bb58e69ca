// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CourtWorld} from "./CourtWorld.sol";

/// @dev A test that starts in a world of its own.
abstract contract CourtTest is CourtWorld {
    function setUp() public virtual {
        build();
    }
}
