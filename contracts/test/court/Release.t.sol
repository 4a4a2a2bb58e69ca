// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICourt, Side, Stage} from "../../src/interfaces/ICourt.sol";
import {PoolState} from "../../src/interfaces/PoolTypes.sol";
import {CourtTest} from "./CourtTest.sol";

contract ReleaseTest is CourtTest {
    function test_refuses_before_the_end() public {
        (uint256 id,) = arbitrated();
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, id, Stage.Arbitrated, Stage.Ended)
        );
        court.release(id);
    }

    function test_refuses_what_the_disputant_won() public {
        (uint256 id,) = ruled(3, 0);
        vm.expectRevert(abi.encodeWithSelector(ICourt.NotLost.selector, id, Side.Disputant));
        court.release(id);
    }

    function test_refuses_twice() public {
        (uint256 id,) = ruled(0, 3);
        court.release(id);
        vm.expectRevert(abi.encodeWithSelector(ICourt.AlreadyExecuted.selector, id));
        court.release(id);
    }

    function test_releases_the_project(bool acquitted) public {
        (uint256 id,) = acquitted ? ruled(0, 3) : ruled(1, 1);
        vm.expectEmit(address(court));
        emit ICourt.DisputeExecuted(id);
        vm.prank(stranger);
        court.release(id);
        assertTrue(court.disputeOf(id).executed, "executed");
        assertEq(pool.pendingHolds(), 0, "released");
        assertTrue(pool.state() == PoolState.Running, "running");
        pool.prove(project);
        assertEq(pool.unproven(), 0, "proven");
    }
}
