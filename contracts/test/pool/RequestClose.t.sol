// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {PoolTest} from "../PoolTest.sol";

contract RequestCloseTest is PoolTest {
    function test_refuses_an_unknown_project() public {
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.UnknownProject.selector, 2));
        vm.prank(requester);
        pool.requestClose(2);
    }

    function test_refuses_all_but_the_requester() public {
        address[3] memory others = [operator, checkpointKey, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ILabelPool.NotRequester.selector, project, others[i], requester
                )
            );
            vm.prank(others[i]);
            pool.requestClose(project);
        }
    }

    function test_refuses_to_move_the_close() public {
        vm.prank(requester);
        pool.requestClose(project);
        uint40 closesAt = pool.project(project).closesAt;
        vm.warp(block.timestamp + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ILabelPool.CloseAlreadyRequested.selector, project, closesAt)
        );
        vm.prank(requester);
        pool.requestClose(project);
    }

    function test_starts_the_notice() public {
        uint40 closesAt = uint40(block.timestamp + CLOSE_NOTICE);
        vm.expectEmit(address(pool));
        emit ILabelPool.CloseRequested(project, closesAt);
        vm.prank(requester);
        pool.requestClose(project);
        assertEq(pool.project(project).closesAt, closesAt, "closesAt");
        assertEq(pool.project(project).deposit, DEPOSIT, "deposit");
    }

    function test_leaves_other_projects_open() public {
        uint32 other = openProject(DEPOSIT);
        vm.prank(requester);
        pool.requestClose(project);
        assertEq(pool.project(other).closesAt, 0, "closesAt");
    }
}
