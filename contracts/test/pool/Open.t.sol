// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICheckpoints} from "../../src/interfaces/ICheckpoints.sol";
import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IProjects} from "../../src/interfaces/IProjects.sol";
import {Opening} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";

contract OpenTest is PoolTest {
    function test_refuses_all_but_the_checkpoint_key() public {
        checkpoint(1, entry(1, 100));
        vm.expectRevert(
            abi.encodeWithSelector(ICheckpoints.NotCheckpointKey.selector, operator, checkpointKey)
        );
        vm.prank(operator);
        pool.open(project, 1, KEY);
    }

    function test_refuses_a_zero_key() public {
        checkpoint(1, entry(1, 100));
        refuses(abi.encodeWithSelector(ILabelPool.ZeroHash.selector), project, 1, 0);
    }

    function test_refuses_an_unknown_project() public {
        refuses(abi.encodeWithSelector(IProjects.UnknownProject.selector, 2), 2, 1, KEY);
    }

    function test_refuses_when_there_is_nothing_to_open() public {
        bytes memory refusal = abi.encodeWithSelector(ICheckpoints.NothingToOpen.selector, project);
        refuses(refusal, project, 0, KEY);
        checkpoint(1, entry(1, 100));
        openRecords();
        refuses(refusal, project, 1, KEY);
    }

    function test_refuses_any_but_the_last_checkpoint() public {
        checkpoint(1, entry(1, 100));
        checkpoint(2, entry(1, 100));
        refuses(wrongNumber(1), project, 1, KEY);
        refuses(wrongNumber(3), project, 3, KEY);
    }

    function test_opens_all_checkpoints_so_far() public {
        checkpoint(1, entry(1, 100));
        checkpoint(2, entry(2, 300));
        uint40 challengeEndsAt = uint40(block.timestamp + CHALLENGE_WINDOW);
        vm.expectEmit(address(pool));
        emit ICheckpoints.RecordsOpened(project, 1, 2, KEY, 420, challengeEndsAt);
        openRecords();
        Opening memory first = pool.openingOf(project, 1);
        assertEq(first.firstCheckpoint, 1, "first");
        assertEq(first.lastCheckpoint, 2, "last");
        assertEq(first.amount, 420, "amount");
        assertEq(first.challengeEndsAt, challengeEndsAt, "challenge ends");
        assertEq(pool.project(project).unopened, 0, "unopened");
        assertEq(pool.project(project).unopenedSince, 0, "since");
        assertEq(pool.project(project).openingCount, 1, "openings");
        assertEq(pool.unproven(), 420, "still unproven");
    }

    function test_the_next_opening_goes_on_where_the_last_ended() public {
        checkpoint(1, entry(1, 100));
        openRecords();
        checkpoint(2, "");
        checkpoint(3, entry(1, 20));
        openRecords();
        assertEq(pool.openingOf(project, 2).firstCheckpoint, 2, "first");
        assertEq(pool.openingOf(project, 2).lastCheckpoint, 3, "last");
        assertEq(pool.openingOf(project, 2).amount, 21, "amount");
    }

    function test_opens_after_the_refund_and_in_a_halted_pool() public {
        checkpoint(1, entry(1, 100));
        vm.prank(requester);
        pool.requestClose(project);
        vm.warp(block.timestamp + CLOSE_NOTICE);
        pool.refund(project);
        equivocate(relayer);
        openRecords();
        assertEq(pool.openingOf(project, 1).amount, 105, "amount");
    }

    function test_refuses_unknown_openings_in_the_view() public {
        checkpoint(1, entry(1, 100));
        openRecords();
        vm.expectRevert(abi.encodeWithSelector(ICheckpoints.UnknownOpening.selector, project, 0));
        pool.openingOf(project, 0);
        vm.expectRevert(abi.encodeWithSelector(ICheckpoints.UnknownOpening.selector, project, 2));
        pool.openingOf(project, 2);
        vm.expectRevert(abi.encodeWithSelector(IProjects.UnknownProject.selector, 2));
        pool.openingOf(2, 1);
        vm.expectRevert(abi.encodeWithSelector(IProjects.UnknownProject.selector, 2));
        pool.openingDueAt(2);
    }

    function refuses(bytes memory refusal, uint32 number, uint32 last, bytes32 key) private {
        vm.expectRevert(refusal);
        vm.prank(checkpointKey);
        pool.open(number, last, key);
    }

    function wrongNumber(uint32 number) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(ICheckpoints.WrongCheckpointNumber.selector, project, number, 2);
    }
}
