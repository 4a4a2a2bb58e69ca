// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DisputeState, ICourt, Side, Stage} from "../../src/interfaces/ICourt.sol";
import {Place} from "../../src/interfaces/IJury.sol";
import {CourtTest} from "./CourtTest.sol";
import {PlainArbitrator} from "./PlainArbitrator.sol";

contract ArbitrateTest is CourtTest {
    function test_refuses_before_both_secrets_are_known() public {
        uint256 id = openDispute();
        answer(id);
        court.reveal(id, Side.Disputant, DISPUTANT_SECRET);
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, id, Stage.Answered, Stage.Seeded)
        );
        court.arbitrate(id);
    }

    function test_refuses_twice() public {
        (uint256 id,) = arbitrated();
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, id, Stage.Arbitrated, Stage.Seeded)
        );
        court.arbitrate(id);
    }

    function test_refuses_after_the_window() public {
        uint256 id = seeded();
        uint40 deadline = court.disputeOf(id).deadline;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(ICourt.WindowClosed.selector, deadline));
        court.arbitrate(id);
    }

    function test_refuses_a_cost_beyond_half_the_bond() public {
        PlainArbitrator plain = new PlainArbitrator(token, BOND / 2);
        court = newCourt(courtSettings(plain));
        fund(disputant, address(court));
        fund(operator, address(court));
        pool = newPool(address(court));
        project = openProject();
        checkpoint(1, CREDIT);
        openRecords(1);
        uint256 id = seeded();
        plain.setCost(BOND / 2 + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.FeesBeyondBond.selector, BOND / 2 + 1, BOND / 2)
        );
        court.arbitrate(id);
        plain.setCost(BOND / 2);
        court.arbitrate(id);
    }

    function test_asks_the_jury() public {
        uint256 id = seeded();
        vm.expectEmit(address(court));
        emit ICourt.DisputeArbitrated(id, 1, 3 * FEE);
        vm.prank(stranger);
        court.arbitrate(id);
        DisputeState memory state = court.disputeOf(id);
        assertTrue(state.stage == Stage.Arbitrated, "stage");
        assertEq(state.arbitratorDisputeId, 1, "number");
        assertEq(court.potOf(id), 2 * BOND - 3 * FEE, "pot");
        assertEq(court.feesOf(id), 3 * FEE, "fees");
        assertEq(token.balanceOf(address(jury)), 3 * FEE, "jury's tokens");
        assertEq(token.allowance(address(court), address(jury)), 0, "allowance left");
        assertEq(jury.placesOf(1).length, 3, "jurors");
    }

    /// @dev Seats taken after the dispute was opened are never drawn, however many they are.
    function test_draws_from_the_bench_as_it_was_before_the_dispute() public {
        uint256 id = openDispute();
        fund(stranger, address(stake));
        vm.prank(stranger);
        stake.takeSeats(address(jury), address(court), 300);
        answer(id);
        revealBoth(id);
        court.arbitrate(id);
        Place[] memory places = jury.placesOf(1);
        for (uint256 i = 0; i < places.length; ++i) {
            assertTrue(places[i].juror != stranger, "late seat drawn");
        }
    }

    /// @dev Without the other's secret nobody can tell the jury: both change it.
    function test_draws_another_jury_for_another_secret(bytes32 secret) public {
        uint256 id = openDispute();
        bytes32 content = court.disputeOf(id).contentHash;
        bytes32 commitment = court.secretCommitment(content, operator, secret);
        vm.prank(operator);
        court.answer(id, commitment);
        court.reveal(id, Side.Disputant, DISPUTANT_SECRET);
        court.reveal(id, Side.Operator, secret);
        court.arbitrate(id);
        bytes32 seed = keccak256(abi.encode(DISPUTANT_SECRET, secret));
        Place[] memory places = jury.placesOf(1);
        uint256 lot = 0;
        for (uint256 i = 0; i < 3; ++lot) {
            uint256 seat = uint256(keccak256(abi.encode(seed, 0, lot))) % JURORS;
            bool repeated = false;
            for (uint256 j = 0; j < i; ++j) {
                repeated = repeated || places[j].seat == seat;
            }
            if (repeated) continue;
            assertEq(places[i].seat, seat, "seat");
            ++i;
        }
    }
}
