// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DisputeState, Side, Stage} from "../../../src/interfaces/ICourt.sol";
import {Seat} from "../../../src/interfaces/IJurorStake.sol";
import {IMintable} from "../../tokens/IMintable.sol";
import {CourtTest} from "../CourtTest.sol";
import {CourtHandler} from "./CourtHandler.sol";

/// @dev What must be true of the money after any sequence of anybody's calls.
contract CourtMoneyInvariants is CourtTest {
    address private constant NOBODY = 0x000000000000000000000000000000000000dEaD;

    CourtHandler private handler;

    function setUp() public override {
        handler = new CourtHandler();
        (court, jury, stake, pool) = handler.world();
        token = IMintable(address(court.token()));
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// forge-config: default.invariant.runs = 16
    /// forge-config: default.invariant.depth = 96
    /// forge-config: deep.invariant.runs = 256
    /// forge-config: deep.invariant.depth = 256
    function invariant_court() external {
        handler.look();
        the_court_holds_the_pots();
        pots_are_stakes_less_fees_until_they_are_paid();
        the_jury_holds_fees_and_pay();
        the_stake_holds_what_is_left_of_seats();
        the_pool_is_held_as_long_as_something_is_to_be_executed();
        what_must_be_is();
    }

    function the_court_holds_the_pots() private view {
        uint256 held = 0;
        uint256 pending = 0;
        for (uint256 id = 1; id <= court.disputeCount(); ++id) {
            held += court.potOf(id);
            if (court.disputeOf(id).stage != Stage.Ended) ++pending;
        }
        assertEq(token.balanceOf(address(court)), held, "court");
        assertEq(court.bondFor(pool), BOND * (1 + pending), "next bond");
    }

    function pots_are_stakes_less_fees_until_they_are_paid() private view {
        for (uint256 id = 1; id <= court.disputeCount(); ++id) {
            DisputeState memory state = court.disputeOf(id);
            uint256 disputants = sum(id, Side.Disputant);
            uint256 operators = sum(id, Side.Operator);
            assertEq(court.sideStake(id, Side.Disputant), disputants, "disputants");
            assertEq(court.sideStake(id, Side.Operator), operators, "operators");
            assertTrue(2 * court.feesOf(id) <= BOND, "fees within half a bond");
            if (state.stage != Stage.Ended) {
                uint256 stakes = disputants + operators;
                assertEq(court.potOf(id) + court.feesOf(id), stakes, "pot");
                continue;
            }
            uint256 winners = state.winner == Side.Operator ? 0 : disputants;
            if (state.winner != Side.Disputant) winners += operators;
            if (winners == 0) assertEq(court.potOf(id), 0, "all was paid");
            bool won = state.winner != Side.None;
            assertTrue(!won || court.potOf(id) >= winners, "winners lose nothing");
        }
    }

    function the_jury_holds_fees_and_pay() private view {
        uint256 owed = jury.payOf(NOBODY);
        for (uint256 i = 0; i < JURORS; ++i) {
            owed += jury.payOf(juror(i));
        }
        assertEq(token.balanceOf(address(jury)), owed + locks() * FEE, "jury");
    }

    /// @dev Each lock is the place of a juror who is not paid yet.
    function locks() private view returns (uint256 count) {
        for (uint32 i = 0; i < stake.seatCount(address(jury), address(court)); ++i) {
            count += stake.seatOf(address(jury), address(court), i).locked;
        }
    }

    function the_stake_holds_what_is_left_of_seats() private view {
        uint256 parts = 0;
        for (uint32 i = 0; i < stake.seatCount(address(jury), address(court)); ++i) {
            Seat memory seat = stake.seatOf(address(jury), address(court), i);
            assertTrue(seat.locked <= seat.parts, "locks are covered");
            parts += seat.parts;
        }
        assertEq(token.balanceOf(address(stake)), parts * PART, "stake");
    }

    function the_pool_is_held_as_long_as_something_is_to_be_executed() private view {
        uint256 holds = 0;
        for (uint256 id = 1; id <= court.disputeCount(); ++id) {
            if (!court.disputeOf(id).executed) ++holds;
        }
        assertEq(pool.pendingHolds(), holds, "holds");
    }

    function what_must_be_is() private view {
        if (handler.breaches() != 0) revert NotTrue(handler.lastBreach());
    }

    function sum(uint256 id, Side side) private view returns (uint256 total) {
        for (uint256 i = 0; i < 3; ++i) {
            total += court.stakeOf(id, side, handler.memberAt(i));
        }
    }
}
