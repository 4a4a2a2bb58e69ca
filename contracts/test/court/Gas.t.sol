// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Side} from "../../src/interfaces/ICourt.sol";
import {CourtTest} from "./CourtTest.sol";

/// @dev The longest dispute, for the table in docs/contracts-court.md, and for the cap of BNB Smart
/// Chain on one transaction.
contract CourtGasTest is CourtTest {
    uint256 private constant TRANSACTION_CAP = 16_777_216;

    function test_the_longest_dispute_fits_in_its_transactions() public {
        uint256 id = openDispute();
        vm.prank(joiner);
        court.join(id, Side.Operator, BOND);
        answer(id);
        revealBoth(id);
        court.arbitrate(id);
        voteRound(1, 1, 2);
        vm.prank(disputant);
        court.appeal(id, Side.Disputant);
        voteRound(1, 4, 3);
        vm.prank(joiner);
        uint256 before = gasleft();
        court.appeal(id, Side.Operator);
        assertTrue(before - gasleft() < TRANSACTION_CAP, "appeal");
        voteRound(1, 8, 7);
        jury.executeRuling(1);
        before = gasleft();
        jury.settle(1);
        assertTrue(before - gasleft() < TRANSACTION_CAP, "settle");
        court.convict(id, complaintNow());
        court.takeStake(id, disputant);
        jury.takePay(jury.placesOf(1)[0].juror);
        leaveAndTake(jury.placesOf(1)[0].seat);
        lostAndReleased();
    }

    function leaveAndTake(uint32 seat) private {
        uint32[] memory seats = new uint32[](1);
        seats[0] = seat;
        vm.prank(juror(seat));
        stake.leaveSeats(address(jury), address(court), seats);
        vm.warp(block.timestamp + SEAT_EXIT_DELAY);
        vm.prank(juror(seat));
        stake.takeStake(address(jury), address(court), seats);
    }

    function lostAndReleased() private {
        pool = newPool(address(court));
        project = openProject();
        checkpoint(1, CREDIT);
        openRecords(1);
        uint256 id = openDispute();
        answer(id);
        afterDeadline(id);
        court.lapse(id);
        court.release(id);
    }
}
