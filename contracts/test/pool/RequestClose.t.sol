// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IProjects} from "../../src/interfaces/IProjects.sol";
import {PoolTest} from "../PoolTest.sol";

contract RequestCloseTest is PoolTest {
    function test_refuses_an_unknown_project() public {
        vm.expectRevert(abi.encodeWithSelector(IProjects.UnknownProject.selector, 2));
        vm.prank(requester);
        pool.requestClose(2);
    }

    function test_refuses_all_but_the_requester() public {
        address[3] memory others = [operator, checkpointKey, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IProjects.NotRequester.selector, project, others[i], requester
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
            abi.encodeWithSelector(IProjects.CloseAlreadyRequested.selector, project, closesAt)
        );
        vm.prank(requester);
        pool.requestClose(project);
    }

    function test_starts_the_notice() public {
        uint40 closesAt = uint40(block.timestamp + CLOSE_NOTICE);
        vm.expectEmit(address(pool));
        emit IProjects.CloseRequested(project, closesAt);
        vm.prank(requester);
        pool.requestClose(project);
        assertEq(pool.project(project).closesAt, closesAt, "closesAt");
        assertEq(pool.project(project).deposit, DEPOSIT, "deposit");
    }

    function test_needs_no_operator_in_a_halted_pool() public {
        equivocate(relayer);
        vm.prank(requester);
        pool.requestClose(project);
        vm.warp(block.timestamp + CLOSE_NOTICE);
        pool.refund(project);
        assertEq(token.balanceOf(requester), 1e30, "all back");
    }

    function test_leaves_other_projects_open() public {
        uint32 other = openProject(DEPOSIT);
        vm.prank(requester);
        pool.requestClose(project);
        assertEq(pool.project(other).closesAt, 0, "closesAt");
    }
}
