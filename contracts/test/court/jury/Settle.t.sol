// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Seat} from "../../../src/interfaces/IJurorStake.sol";
import {IJury, Place} from "../../../src/interfaces/IJury.sol";
import {JuryTest} from "./JuryTest.sol";

contract SettleTest is JuryTest {
    address private constant NOBODY = 0x000000000000000000000000000000000000dEaD;

    function setUp() public override {
        super.setUp();
        create();
    }

    function test_refuses_an_unknown_dispute() public {
        vm.expectRevert(abi.encodeWithSelector(IJury.UnknownDispute.selector, 2));
        jury.settle(2);
    }

    function test_refuses_before_the_end() public {
        voteRound(DISPUTE, 2, 1);
        vm.expectRevert(abi.encodeWithSelector(IJury.NotSolved.selector, DISPUTE));
        jury.settle(DISPUTE);
    }

    function test_refuses_twice() public {
        settleAfter(2, 1);
        vm.expectRevert(abi.encodeWithSelector(IJury.AlreadySettled.selector, DISPUTE));
        jury.settle(DISPUTE);
    }

    function test_pays_the_coherent_and_punishes_the_others() public {
        voteRound(DISPUTE, 2, 1);
        afterAppeals(DISPUTE);
        vm.expectEmit(address(jury));
        emit IJury.JurorsSettled(DISPUTE, 2, (3 * FEE + PART) / 2);
        jury.settle(DISPUTE);
        paid(0, (3 * FEE + PART) / 2, 4);
        paid(1, (3 * FEE + PART) / 2, 4);
        paid(2, 0, 3);
    }

    function test_punishes_silence_like_a_wrong_vote() public {
        settleAfter(1, 0);
        paid(0, 3 * FEE + 2 * PART, 4);
        paid(1, 0, 3);
        paid(2, 0, 3);
    }

    function test_punishes_who_commits_and_does_not_reveal() public {
        commitPlace(DISPUTE, 2, 1);
        settleAfter(2, 0);
        paid(2, 0, 3);
    }

    function test_counts_all_who_voted_as_right_in_a_tie() public {
        settleAfter(1, 1);
        paid(0, (3 * FEE + PART) / 2, 4);
        paid(1, (3 * FEE + PART) / 2, 4);
        paid(2, 0, 3);
    }

    function test_gives_nobody_what_a_silent_jury_lost() public {
        settleAfter(0, 0);
        assertEq(jury.payOf(NOBODY), 3 * FEE + 3 * PART, "nobody's");
        paid(0, 0, 3);
    }

    function test_judges_every_round_by_the_last_ruling() public {
        voteRound(DISPUTE, 3, 0);
        jury.appeal(DISPUTE, "");
        settleAfter(2, 5);
        uint256 share = (10 * FEE + 5 * PART) / 5;
        for (uint256 i = 0; i < 10; ++i) {
            bool right = i >= 5;
            paid(i, right ? share : 0, right ? 4 : 3);
        }
    }

    /// @dev Whatever the votes: what came in as fees and stakes is what jurors can take.
    function test_makes_and_loses_nothing(uint8 ones, uint8 twos) public {
        uint256 first = between(ones, 0, 3);
        uint256 second = between(twos, 0, 3 - first);
        uint256 held = token.balanceOf(address(stake));
        settleAfter(first, second);
        uint256 owed = jury.payOf(NOBODY);
        uint256 parts = 0;
        for (uint256 i = 0; i < 3; ++i) {
            Seat memory seat = seatAt(i);
            owed += jury.payOf(seat.juror);
            parts += seat.parts;
            assertEq(seat.locked, 0, "free");
        }
        assertEq(owed, 3 * FEE + (12 - parts) * PART, "pay");
        assertEq(token.balanceOf(address(jury)), owed, "held by the jury");
        assertEq(held - token.balanceOf(address(stake)), (12 - parts) * PART, "lost");
    }

    function test_settles_without_the_court_taking_the_ruling() public {
        settleAfter(3, 0);
        assertEq(rulings.length, 0, "rulings");
        jury.executeRuling(DISPUTE);
        assertEq(rulings.length, 1, "afterwards");
    }

    function test_spends_a_seat_in_four_faults() public {
        uint32 seat = seatDrawnAt(0).seat;
        for (uint256 i = 0; i < 3; ++i) {
            create();
        }
        vm.warp(block.timestamp + 8 days);
        for (uint256 id = 1; id <= 4; ++id) {
            jury.settle(id);
        }
        assertEq(stake.seatOf(address(jury), address(this), seat).parts, 0, "parts");
        Place[] memory places = jury.placesOf(create());
        for (uint256 i = 0; i < 3; ++i) {
            assertTrue(places[i].seat != seat, "spent seat drawn");
        }
    }

    function settleAfter(uint256 ones, uint256 twos) private {
        voteRound(DISPUTE, ones, twos);
        afterAppeals(DISPUTE);
        vm.prank(stranger);
        jury.settle(DISPUTE);
    }

    function paid(uint256 place, uint256 amount, uint256 parts) private view {
        Seat memory seat = seatAt(place);
        assertEq(jury.payOf(seat.juror), amount, "pay");
        assertEq(seat.parts, parts, "parts");
        assertEq(seat.locked, 0, "locked");
    }

    function seatAt(uint256 place) private view returns (Seat memory) {
        return stake.seatOf(address(jury), address(this), seatDrawnAt(place).seat);
    }
}
