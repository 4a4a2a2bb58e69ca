// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DisputeState, ICourt, Side, Stage} from "../../src/interfaces/ICourt.sol";
import {CourtTest} from "./CourtTest.sol";

contract LapseTest is CourtTest {
    function test_refuses_what_does_not_exist() public {
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, 1, Stage.None, Stage.Arbitrated)
        );
        court.lapse(1);
    }

    function test_refuses_what_has_ended() public {
        uint256 id = openDispute();
        afterDeadline(id);
        court.lapse(id);
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, 1, Stage.Ended, Stage.Arbitrated)
        );
        court.lapse(id);
    }

    function test_refuses_while_a_window_is_open(uint8 stage) public {
        uint256 id = reach(stage % 4);
        uint40 deadline = court.disputeOf(id).deadline;
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(ICourt.WindowOpen.selector, deadline));
        court.lapse(id);
    }

    function test_convicts_an_operator_that_does_not_answer() public {
        lapsesTo(reach(0), Side.Disputant);
    }

    function test_convicts_an_operator_that_alone_does_not_reveal() public {
        uint256 id = reach(1);
        court.reveal(id, Side.Disputant, DISPUTANT_SECRET);
        lapsesTo(id, Side.Disputant);
    }

    function test_acquits_when_the_disputant_does_not_reveal() public {
        uint256 id = reach(1);
        court.reveal(id, Side.Operator, OPERATOR_SECRET);
        lapsesTo(id, Side.Operator);
    }

    function test_acquits_when_nobody_reveals() public {
        lapsesTo(reach(1), Side.Operator);
    }

    function test_ends_without_winner_when_nobody_asks_the_arbitrator() public {
        lapsesTo(reach(2), Side.None);
    }

    function test_ends_without_winner_when_the_arbitrator_is_stuck() public {
        uint256 id = reach(3);
        lapsesTo(id, Side.None);
        uint256 before = token.balanceOf(disputant);
        court.takeStake(id, disputant);
        court.takeStake(id, operator);
        assertEq(token.balanceOf(disputant) - before, BOND - 3 * FEE / 2, "back");
    }

    function lapsesTo(uint256 id, Side winner) private {
        afterDeadline(id);
        vm.expectEmit(address(court));
        emit ICourt.DisputeEnded(id, winner, true);
        vm.prank(stranger);
        court.lapse(id);
        DisputeState memory state = court.disputeOf(id);
        assertTrue(state.stage == Stage.Ended && state.winner == winner, "end");
        assertTrue(state.bySilence, "by silence");
        assertTrue(!court.isBarred(state.contentHash), "not barred");
        assertEq(court.bondFor(pool), BOND, "pending");
    }

    function reach(uint256 stage) private returns (uint256 id) {
        id = openDispute();
        if (stage == 0) return id;
        answer(id);
        if (stage == 1) return id;
        revealBoth(id);
        if (stage == 2) return id;
        court.arbitrate(id);
    }
}
