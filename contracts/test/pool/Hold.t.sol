// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {IProjects} from "../../src/interfaces/IProjects.sol";
import {PoolTest} from "../PoolTest.sol";

contract HoldTest is PoolTest {
    function test_refuses_all_but_the_court() public {
        vm.expectRevert(abi.encodeWithSelector(IHalts.NotCourt.selector, operator, court));
        vm.prank(operator);
        pool.hold(project);
        vm.expectRevert(abi.encodeWithSelector(IHalts.NotCourt.selector, operator, court));
        vm.prank(operator);
        pool.release(project);
    }

    function test_refuses_an_unknown_project() public {
        vm.expectRevert(abi.encodeWithSelector(IProjects.UnknownProject.selector, 2));
        vm.prank(court);
        pool.hold(2);
    }

    function test_refuses_to_release_what_is_not_held() public {
        uint32 other = openProject(DEPOSIT);
        vm.startPrank(court);
        pool.hold(other);
        vm.expectRevert(abi.encodeWithSelector(IHalts.NotHeld.selector, project));
        pool.release(project);
        vm.stopPrank();
    }

    function test_counts() public {
        vm.startPrank(court);
        vm.expectEmit(address(pool));
        emit IHalts.HoldChanged(project, 1);
        pool.hold(project);
        vm.expectEmit(address(pool));
        emit IHalts.HoldChanged(project, 2);
        pool.hold(project);
        assertEq(pool.project(project).holds, 2, "holds");
        assertEq(pool.pendingHolds(), 2, "pending");
        vm.expectEmit(address(pool));
        emit IHalts.HoldChanged(project, 1);
        pool.release(project);
        pool.release(project);
        vm.stopPrank();
        assertEq(pool.project(project).holds, 0, "holds");
        assertEq(pool.pendingHolds(), 0, "pending");
    }
}
