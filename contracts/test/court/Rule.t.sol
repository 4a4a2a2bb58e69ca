// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DisputeState, ICourt, Side, Stage} from "../../src/interfaces/ICourt.sol";
import {IArbitrable} from "../../src/interfaces/IArbitrable.sol";
import {CourtTest} from "./CourtTest.sol";

contract RuleTest is CourtTest {
    function test_refuses_everybody_but_the_arbitrator(address caller) public {
        vm.assume(caller != address(jury));
        (, uint256 number) = arbitrated();
        vm.expectRevert(abi.encodeWithSelector(ICourt.NotArbitrator.selector, caller));
        vm.prank(caller);
        court.rule(number, 1);
    }

    function test_refuses_rulings_on_what_was_not_asked(uint256 number) public {
        vm.assume(number != 1);
        arbitrated();
        vm.expectRevert(abi.encodeWithSelector(ICourt.UnknownRuling.selector, number));
        vm.prank(address(jury));
        court.rule(number, 1);
    }

    function test_refuses_a_second_ruling() public {
        (uint256 id, uint256 number) = arbitrated();
        vm.prank(address(jury));
        court.rule(number, 1);
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, id, Stage.Ended, Stage.Arbitrated)
        );
        vm.prank(address(jury));
        court.rule(number, 2);
    }

    function test_refuses_a_ruling_after_the_lapse() public {
        (uint256 id, uint256 number) = arbitrated();
        afterDeadline(id);
        court.lapse(id);
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, id, Stage.Ended, Stage.Arbitrated)
        );
        vm.prank(address(jury));
        court.rule(number, 2);
    }

    function test_ends_the_dispute(uint256 seed) public {
        (uint256 id, uint256 number) = arbitrated();
        uint256 ruling = seed % 4 == 3 ? seed : seed % 4;
        if (ruling > 2) ruling = between(seed, 3, type(uint256).max);
        Side winner = ruling > 2 ? Side.None : Side(ruling);
        vm.expectEmit(address(court));
        emit IArbitrable.Ruling(jury, number, ruling);
        vm.expectEmit(address(court));
        emit ICourt.DisputeEnded(id, winner, false);
        vm.prank(address(jury));
        court.rule(number, ruling);
        DisputeState memory state = court.disputeOf(id);
        assertTrue(state.stage == Stage.Ended && state.winner == winner, "end");
        assertTrue(!state.bySilence && !state.executed, "flags");
        assertTrue(court.isBarred(state.contentHash) == (ruling == 2), "barred");
        assertEq(court.bondFor(pool), BOND, "pending");
        assertEq(pool.pendingHolds(), 1, "held until executed");
    }
}
