// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DisputeState, ICourt, Side, Stage} from "../../src/interfaces/ICourt.sol";
import {CourtTest} from "./CourtTest.sol";

contract RevealTest is CourtTest {
    uint256 private id;

    function setUp() public override {
        super.setUp();
        id = openDispute();
    }

    function test_refuses_no_side() public {
        answer(id);
        vm.expectRevert(ICourt.NoSide.selector);
        court.reveal(id, Side.None, DISPUTANT_SECRET);
    }

    function test_refuses_before_the_answer() public {
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, id, Stage.Opened, Stage.Answered)
        );
        court.reveal(id, Side.Disputant, DISPUTANT_SECRET);
    }

    function test_refuses_after_the_window_and_not_in_its_last_second() public {
        answer(id);
        uint40 deadline = court.disputeOf(id).deadline;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(ICourt.WindowClosed.selector, deadline));
        court.reveal(id, Side.Disputant, DISPUTANT_SECRET);
        vm.warp(deadline);
        court.reveal(id, Side.Disputant, DISPUTANT_SECRET);
    }

    function test_refuses_another_secret(bytes32 secret, bool first) public {
        vm.assume(secret != DISPUTANT_SECRET && secret != OPERATOR_SECRET);
        answer(id);
        bytes32 content = court.disputeOf(id).contentHash;
        address party = first ? disputant : operator;
        bytes32 committed = first ? DISPUTANT_SECRET : OPERATOR_SECRET;
        vm.expectRevert(
            abi.encodeWithSelector(
                ICourt.WrongSecret.selector,
                court.secretCommitment(content, party, secret),
                court.secretCommitment(content, party, committed)
            )
        );
        court.reveal(id, first ? Side.Disputant : Side.Operator, secret);
    }

    /// @dev Who copies the other's commitment cannot copy its reveal.
    function test_refuses_a_copied_commitment() public {
        bytes32 copied = court.disputeOf(id).disputantSecret;
        vm.prank(operator);
        court.answer(id, copied);
        court.reveal(id, Side.Disputant, DISPUTANT_SECRET);
        vm.expectRevert();
        court.reveal(id, Side.Operator, DISPUTANT_SECRET);
    }

    function test_refuses_a_second_time() public {
        answer(id);
        court.reveal(id, Side.Disputant, DISPUTANT_SECRET);
        vm.expectRevert(abi.encodeWithSelector(ICourt.AlreadyRevealed.selector, Side.Disputant));
        court.reveal(id, Side.Disputant, DISPUTANT_SECRET);
    }

    function test_refuses_the_operator_a_second_time() public {
        answer(id);
        court.reveal(id, Side.Operator, OPERATOR_SECRET);
        vm.expectRevert(abi.encodeWithSelector(ICourt.AlreadyRevealed.selector, Side.Operator));
        court.reveal(id, Side.Operator, OPERATOR_SECRET);
    }

    function test_reveals_in_any_order(bool disputantFirst) public {
        answer(id);
        Side first = disputantFirst ? Side.Disputant : Side.Operator;
        bytes32 secret = disputantFirst ? DISPUTANT_SECRET : OPERATOR_SECRET;
        vm.expectEmit(address(court));
        emit ICourt.SecretRevealed(id, first, secret);
        court.reveal(id, first, secret);
        DisputeState memory state = court.disputeOf(id);
        assertTrue(state.stage == Stage.Answered, "stage");
        assertTrue(state.disputantRevealed == disputantFirst, "disputant");
        assertTrue(state.operatorRevealed != disputantFirst, "operator");
        Side second = disputantFirst ? Side.Operator : Side.Disputant;
        court.reveal(id, second, disputantFirst ? OPERATOR_SECRET : DISPUTANT_SECRET);
        state = court.disputeOf(id);
        assertTrue(state.stage == Stage.Seeded, "seeded");
        assertEq(state.disputantSecret, DISPUTANT_SECRET, "secret");
        assertEq(state.operatorSecret, OPERATOR_SECRET, "other secret");
        assertEq(state.deadline, block.timestamp + ARBITRATION_WINDOW, "deadline");
    }

    function test_binds_chain_court_content_and_party() public {
        bytes32 bound = court.secretCommitment(KEY, disputant, DISPUTANT_SECRET);
        assertTrue(bound != court.secretCommitment(KEY, operator, DISPUTANT_SECRET), "party");
        assertTrue(bound != court.secretCommitment(0, disputant, DISPUTANT_SECRET), "content");
        ICourt other = newCourt(courtSettings(jury));
        assertTrue(bound != other.secretCommitment(KEY, disputant, DISPUTANT_SECRET), "court");
        vm.chainId(5611);
        assertTrue(bound != court.secretCommitment(KEY, disputant, DISPUTANT_SECRET), "chain");
    }
}
