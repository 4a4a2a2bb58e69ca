// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {PoolWorld} from "../PoolWorld.sol";

contract RegisterTest is PoolWorld {
    function setUp() public {
        token = newToken();
        registry = newRegistry(2 days, 1 days);
    }

    function test_register_refuses_the_zero_address() public {
        address[] memory batch = list(address(1), address(0));
        vm.expectRevert(IRegistry.ZeroLabeler.selector);
        registry.register(batch);
        assertEq(registry.labelerCount(), 0, "count");
    }

    function test_register_gives_dense_indices_from_one() public {
        vm.expectEmit(address(registry));
        emit IRegistry.LabelerRegistered(1, address(11));
        vm.expectEmit(address(registry));
        emit IRegistry.LabelerRegistered(2, address(12));
        registry.register(list(address(11), address(12)));
        assertEq(registry.labelerCount(), 2, "count");
        assertEq(registry.indexOf(address(11)), 1, "index");
        assertEq(registry.indexOf(address(12)), 2, "index");
        assertEq(registry.labelerOf(2), address(12), "labeler");
    }

    function test_register_skips_those_registered_before() public {
        registry.register(list(address(11), address(12)));
        registry.register(list(address(12), address(13)));
        assertEq(registry.indexOf(address(12)), 2, "kept");
        assertEq(registry.indexOf(address(13)), 3, "next");
        assertEq(registry.labelerCount(), 3, "count");
    }

    function test_register_takes_a_labeler_twice_in_one_batch_as_one() public {
        registry.register(list(address(11), address(11)));
        assertEq(registry.labelerCount(), 1, "count");
    }

    function test_register_takes_an_empty_batch() public {
        registry.register(new address[](0));
        assertEq(registry.labelerCount(), 0, "count");
    }

    function test_views_answer_zero_for_the_unknown() public {
        registry.register(list(address(11), address(12)));
        assertEq(registry.indexOf(address(99)), 0, "index");
        assertEq(registry.labelerOf(0), address(0), "labeler 0");
        assertEq(registry.labelerOf(3), address(0), "labeler 3");
        uint32[] memory indices = registry.indicesOf(list(address(12), address(99)));
        assertEq(indices.length, 2, "length");
        assertEq(indices[0], 2, "known");
        assertEq(indices[1], 0, "unknown");
    }

    function testFuzz_index_and_labeler_are_inverse(address[] calldata batch) public {
        for (uint256 i = 0; i < batch.length; ++i) {
            vm.assume(batch[i] != address(0));
        }
        registry.register(batch);
        registry.register(batch);
        assertTrue(registry.labelerCount() <= batch.length, "no more than given");
        for (uint32 index = 1; index <= registry.labelerCount(); ++index) {
            assertEq(registry.indexOf(registry.labelerOf(index)), index, "inverse");
        }
        for (uint256 i = 0; i < batch.length; ++i) {
            assertEq(registry.labelerOf(registry.indexOf(batch[i])), batch[i], "registered");
        }
    }

    function list(address first, address second) private pure returns (address[] memory both) {
        both = new address[](2);
        (both[0], both[1]) = (first, second);
    }
}
