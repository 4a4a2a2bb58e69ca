// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PoolState, ProjectState} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";
import {IMintable} from "../tokens/IMintable.sol";
import {HaltModel, LabelerModel, OperatorModel, ProjectModel} from "./Model.sol";
import {PoolHandler} from "./PoolHandler.sol";

/// @dev What must be true of the money after any sequence of anybody's calls.
contract MoneyInvariants is PoolTest {
    PoolHandler private handler;
    uint256[LABELERS + 1] private seenCredit;

    function setUp() public override {
        super.setUp(); // for the labelers' addresses
        handler = new PoolHandler();
        (pool,,) = handler.world();
        token = IMintable(address(pool.token()));
    }

    /// @dev forge calls this to learn what to play with.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_money() external {
        tokens_held_are_exactly_what_is_owed();
        money_goes_to_nobody_else();
        projects_are_as_in_the_model_and_within_their_deposits();
        credits_are_as_in_the_model_and_never_fall();
        nobody_is_paid_twice();
        the_operator_s_funds_are_as_in_the_model();
        the_bond_covers_twice_what_nobody_could_check();
        a_halted_operator_s_money_is_as_in_the_model();
        what_must_fail_fails();
    }

    function tokens_held_are_exactly_what_is_owed() private view {
        uint256 owed = uint256(pool.floatAmount()) + pool.bondAmount() + pool.feesDue();
        for (uint32 number = 1; number <= pool.projectCount(); ++number) {
            ProjectState memory state = pool.project(number);
            if (!state.refunded) owed += state.deposit - state.credited - state.fees;
        }
        for (uint256 index = 1; index <= LABELERS; ++index) {
            owed += pool.creditOf(labeler(index)) - pool.withdrawnOf(labeler(index));
        }
        assertEq(token.balanceOf(address(pool)), owed * UNIT + handler.gifts(), "held");
    }

    function money_goes_to_nobody_else() private view {
        address[7] memory known = [
            address(pool),
            requester,
            stranger,
            operator,
            destination,
            relayer,
            namedAccount("watcher")
        ];
        uint256 all = token.balanceOf(0x000000000000000000000000000000000000dEaD);
        for (uint256 i = 0; i < known.length; ++i) {
            all += token.balanceOf(known[i]);
        }
        assertEq(all, token.totalSupply(), "known");
    }

    function projects_are_as_in_the_model_and_within_their_deposits() private view {
        assertEq(pool.projectCount(), handler.projectCount(), "count");
        for (uint32 number = 1; number <= pool.projectCount(); ++number) {
            ProjectState memory state = pool.project(number);
            ProjectModel memory model = handler.projectAt(number);
            assertEq(state.requester, model.requester, "requester");
            assertEq(state.deposit, model.deposit, "deposit");
            assertEq(state.credited, model.credits, "credited");
            assertEq(state.fees, model.credits * model.feeBps / 10_000, "fees");
            assertEq(state.unopened, model.unopened, "unopened");
            assertEq(state.unopenedSince, model.unopenedSince, "unopened since");
            assertEq(state.checkpointCount, model.checkpoints, "checkpoints");
            assertEq(state.openingCount, model.openings, "openings");
            assertEq(state.provenCount, model.proven, "proven");
            assertEq(state.holds, model.holds, "holds");
            assertEq(state.closesAt, model.closesAt, "closesAt");
            assertTrue(state.refunded == model.refunded, "refunded");
            assertTrue(state.credited + state.fees <= state.deposit, "within the deposit");
            assertTrue(state.unopened <= state.maxUnopened, "within the agreed maximum");
        }
    }

    function credits_are_as_in_the_model_and_never_fall() private {
        for (uint256 index = 1; index <= LABELERS; ++index) {
            uint256 credit = pool.creditOf(labeler(index));
            assertEq(credit, handler.labelerAt(index).credited, "credit");
            assertTrue(credit >= seenCredit[index], "never falls");
            seenCredit[index] = credit;
        }
        assertEq(pool.creditOf(address(handler)), 0, "credit of the unregistered");
    }

    function nobody_is_paid_twice() private view {
        uint256 withdrawn;
        for (uint256 index = 1; index <= LABELERS; ++index) {
            LabelerModel memory model = handler.labelerAt(index);
            assertEq(pool.withdrawnOf(labeler(index)), model.withdrawn, "withdrawn");
            assertTrue(model.withdrawn <= model.credited, "within the credit");
            withdrawn += model.withdrawn;
        }
        uint256 paid = handler.paidToDestination() + handler.paidToRelayer();
        assertEq(paid, withdrawn, "paid");
        (, address payee, address payer) = handler.world();
        assertEq(token.balanceOf(payee), handler.paidToDestination() * UNIT, "destination");
        assertEq(token.balanceOf(payer), handler.paidToRelayer() * UNIT, "relayer");
    }

    function the_operator_s_funds_are_as_in_the_model() private view {
        OperatorModel memory model = handler.operatorFunds();
        assertEq(pool.floatAmount(), model.float, "float");
        assertEq(pool.bondAmount(), model.bond, "bond");
        assertEq(pool.feesDue(), model.feesDue, "fees due");
        assertEq(pool.unproven(), model.unproven, "unproven");
        assertEq(pool.floatExit().amount, model.floatExit, "float exit");
        assertEq(pool.bondExit().amount, model.bondExit, "bond exit");
        assertEq(pool.pendingHolds(), model.holds, "holds");
    }

    function the_bond_covers_twice_what_nobody_could_check() private view {
        if (pool.state() != PoolState.Running) return;
        uint256 covering = pool.bondAmount() - pool.bondExit().amount;
        uint256 covered = uint256(pool.unproven()) + pool.floatAmount();
        assertTrue(covering >= 2 * covered, "covered twice");
    }

    function a_halted_operator_s_money_is_as_in_the_model() private view {
        HaltModel memory model = handler.haltAt();
        assertEq(pool.haltedAt(), model.haltedAt, "halted at");
        assertEq(pool.pot(), model.pot, "pot");
        assertTrue((pool.state() == PoolState.Settled) == model.settled, "settled");
        for (uint256 index = 1; index <= LABELERS; ++index) {
            assertEq(pool.claimOf(labeler(index)).award, handler.labelerAt(index).award, "award");
            assertEq(
                pool.claimOf(labeler(index)).shortfall,
                handler.labelerAt(index).shortfall,
                "shortfall"
            );
        }
    }

    function what_must_fail_fails() private view {
        if (handler.breaches() != 0) revert NotTrue(handler.lastBreach());
    }
}
