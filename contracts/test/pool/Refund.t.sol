// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IProjects} from "../../src/interfaces/IProjects.sol";
import {PoolTest} from "../PoolTest.sol";

contract RefundTest is PoolTest {
    function test_refuses_an_unknown_project() public {
        vm.expectRevert(abi.encodeWithSelector(IProjects.UnknownProject.selector, 9));
        pool.refund(9);
    }

    function test_refuses_without_a_close() public {
        vm.expectRevert(abi.encodeWithSelector(IProjects.CloseNotRequested.selector, project));
        vm.prank(requester);
        pool.refund(project);
    }

    function test_refuses_within_the_notice() public {
        uint40 closesAt = close();
        vm.warp(closesAt - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IProjects.CloseNoticeRunning.selector, project, closesAt)
        );
        pool.refund(project);
    }

    function test_refuses_a_second_time() public {
        vm.warp(close());
        pool.refund(project);
        vm.expectRevert(abi.encodeWithSelector(IProjects.AlreadyRefunded.selector, project));
        pool.refund(project);
    }

    function test_pays_the_requester_whoever_calls() public {
        checkpoint(1, entry(1, 200));
        vm.warp(close());
        uint256 before = token.balanceOf(requester);
        vm.expectEmit(address(pool));
        emit IProjects.ProjectRefunded(project, requester, DEPOSIT - 210);
        vm.prank(stranger);
        pool.refund(project);
        assertEq(token.balanceOf(requester) - before, (DEPOSIT - 210) * UNIT, "refund");
        assertEq(held(), 210, "held");
        assertTrue(pool.project(project).refunded, "refunded");
        assertEq(pool.creditOf(labeler(1)), 200, "credit");
    }

    function test_pays_nothing_when_all_was_debited() public {
        project = openProject(DEPOSIT, 0);
        checkpoint(1, entry(1, DEPOSIT));
        vm.warp(close());
        uint256 before = token.balanceOf(requester);
        pool.refund(project);
        assertEq(token.balanceOf(requester), before, "balance");
        assertTrue(pool.project(project).refunded, "refunded");
    }

    function test_credits_of_the_notice_are_not_refunded() public {
        uint40 closesAt = close();
        vm.warp(closesAt);
        checkpoint(1, entry(2, 300));
        pool.refund(project);
        assertEq(held(), 315, "held");
        assertEq(pool.creditOf(labeler(2)), 300, "credit");
    }

    function testFuzz_refund_and_credits_make_the_deposit(uint64 debited) public {
        debited = uint64(between(debited, 1, DEPOSIT * 20 / 21));
        checkpoint(1, entry(1, debited));
        vm.warp(close());
        uint256 before = token.balanceOf(requester);
        pool.refund(project);
        uint256 refunded = (token.balanceOf(requester) - before) / UNIT;
        assertEq(refunded + debited + debited / 20, DEPOSIT, "sum");
        assertEq(pool.creditOf(labeler(1)), debited, "credit");
    }

    function close() private returns (uint40) {
        vm.prank(requester);
        pool.requestClose(project);
        return pool.project(project).closesAt;
    }
}
