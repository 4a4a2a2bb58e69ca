// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICheckpoints} from "../../src/interfaces/ICheckpoints.sol";
import {IProjects} from "../../src/interfaces/IProjects.sol";
import {PoolTest} from "../PoolTest.sol";

contract ProveTest is PoolTest {
    function test_refuses_an_unknown_project() public {
        vm.expectRevert(abi.encodeWithSelector(IProjects.UnknownProject.selector, 2));
        pool.prove(2);
    }

    function test_refuses_within_the_challenge_window() public {
        checkpoint(1, entry(1, 100));
        refusesNothing();
        openRecords();
        refusesNothing();
        vm.warp(block.timestamp + CHALLENGE_WINDOW);
        refusesNothing();
        vm.warp(block.timestamp + 1);
        pool.prove(project);
        refusesNothing();
    }

    function test_refuses_while_a_dispute_is_pending() public {
        checkpoint(1, entry(1, 100));
        openRecords();
        vm.startPrank(court);
        pool.hold(project);
        pool.hold(project);
        pool.release(project);
        vm.stopPrank();
        vm.warp(block.timestamp + CHALLENGE_WINDOW + 1);
        vm.expectRevert(abi.encodeWithSelector(ICheckpoints.DisputePending.selector, 1));
        pool.prove(project);
        vm.prank(court);
        pool.release(project);
        pool.prove(project);
        assertEq(pool.unproven(), 0, "unproven");
    }

    function test_a_dispute_over_one_project_holds_no_other() public {
        checkpoint(1, entry(1, 100));
        openRecords();
        uint32 other = openProject(DEPOSIT);
        vm.prank(court);
        pool.hold(other);
        vm.warp(block.timestamp + CHALLENGE_WINDOW + 1);
        pool.prove(project);
        assertEq(pool.unproven(), 0, "unproven");
    }

    function test_frees_the_bond_from_what_nobody_disputed() public {
        checkpoint(1, entry(1, 100));
        openRecords();
        vm.warp(block.timestamp + CHALLENGE_WINDOW / 2);
        checkpoint(2, entry(1, 200));
        openRecords();
        vm.warp(block.timestamp + CHALLENGE_WINDOW / 2 + 1);
        checkpoint(3, entry(1, 400));
        assertEq(pool.unproven(), 735, "all");
        vm.expectEmit(address(pool));
        emit ICheckpoints.RecordsProven(project, 1, 105);
        vm.prank(stranger);
        pool.prove(project);
        assertEq(pool.unproven(), 630, "without the first");
        assertEq(pool.project(project).provenCount, 1, "proven");
        vm.warp(block.timestamp + CHALLENGE_WINDOW);
        pool.prove(project);
        assertEq(pool.unproven(), 420, "what is not opened");
        assertEq(pool.project(project).provenCount, 2, "proven");
    }

    function test_proves_at_most_64_at_once() public {
        for (uint32 number = 1; number <= 65; ++number) {
            checkpoint(number, entry(1, 20));
            openRecords();
        }
        vm.warp(block.timestamp + CHALLENGE_WINDOW + 1);
        pool.prove(project);
        assertEq(pool.project(project).provenCount, 64, "proven");
        pool.prove(project);
        assertEq(pool.project(project).provenCount, 65, "proven");
        assertEq(pool.unproven(), 0, "unproven");
    }

    function refusesNothing() private {
        vm.expectRevert(abi.encodeWithSelector(ICheckpoints.NothingToProve.selector, project));
        pool.prove(project);
    }
}
