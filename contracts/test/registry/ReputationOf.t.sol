// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Reputation} from "../../src/interfaces/IRegistry.sol";
import {PoolTest} from "../PoolTest.sol";

contract ReputationOfTest is PoolTest {
    function test_says_nothing_of_the_unknown() public view {
        Reputation memory reputation = registry.reputationOf(stranger, pools());
        assertEq(reputation.index, 0, "index");
        assertEq(reputation.registeredAt, 0, "since");
        assertEq(reputation.credits[0], 0, "credit");
    }

    function test_says_since_when_and_what_was_earned() public {
        uint256 start = block.timestamp;
        checkpoint(1, entry(2, 100));
        vm.warp(start + 10 days);
        Reputation memory reputation = registry.reputationOf(labeler(2), pools());
        assertEq(reputation.index, 2, "index");
        assertEq(reputation.registeredAt, start, "since");
        assertEq(reputation.credits.length, 1, "pools");
        assertEq(reputation.credits[0], 100, "credit");
    }

    function pools() private view returns (address[] memory one) {
        one = new address[](1);
        one[0] = address(pool);
    }
}
