// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IProjects} from "../../src/interfaces/IProjects.sol";
import {PoolTest} from "../PoolTest.sol";

contract TopUpTest is PoolTest {
    function test_refuses_an_unknown_project() public {
        vm.expectRevert(abi.encodeWithSelector(IProjects.UnknownProject.selector, 2));
        vm.prank(stranger);
        pool.topUp(2, 1);
    }

    function test_refuses_zero() public {
        vm.expectRevert(ILabelPool.ZeroAmount.selector);
        vm.prank(stranger);
        pool.topUp(project, 0);
    }

    function test_refuses_a_project_that_closes() public {
        vm.prank(requester);
        pool.requestClose(project);
        uint40 closesAt = uint40(block.timestamp + CLOSE_NOTICE);
        vm.expectRevert(
            abi.encodeWithSelector(IProjects.CloseAlreadyRequested.selector, project, closesAt)
        );
        vm.prank(stranger);
        pool.topUp(project, 1);
    }

    function test_refuses_a_deposit_that_does_not_fit() public {
        token.mint(stranger, type(uint128).max);
        vm.expectRevert(
            abi.encodeWithSelector(ILabelPool.AmountTooLarge.selector, 2 ** 48, 2 ** 48 - 1)
        );
        vm.prank(stranger);
        pool.topUp(project, 2 ** 48 - DEPOSIT);
    }

    function test_refuses_in_a_halted_pool() public {
        equivocate(relayer);
        vm.expectRevert(IHalts.PoolHalted.selector);
        vm.prank(stranger);
        pool.topUp(project, 1);
    }

    function test_adds_for_anyone() public {
        vm.expectEmit(address(pool));
        emit IProjects.ProjectToppedUp(project, stranger, 7);
        vm.prank(stranger);
        pool.topUp(project, 7);
        assertEq(pool.project(project).deposit, DEPOSIT + 7, "deposit");
        assertEq(token.balanceOf(stranger), 1e30 - 7 * UNIT, "paid");
        assertEq(held(), (DEPOSIT + 7), "held");
    }

    function test_what_was_added_can_be_credited() public {
        project = openProject(DEPOSIT, 0);
        checkpoint(1, entry(1, DEPOSIT));
        vm.prank(stranger);
        pool.topUp(project, 7);
        checkpoint(2, entry(1, 7));
        assertEq(pool.creditOf(labeler(1)), DEPOSIT + 7, "credit");
    }
}
