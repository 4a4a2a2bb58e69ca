// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {IWithdrawals} from "../../src/interfaces/IWithdrawals.sol";
import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IOperatorFunds} from "../../src/interfaces/IOperatorFunds.sol";
import {IProjects} from "../../src/interfaces/IProjects.sol";
import {Withdrawal} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";
import {IMintable} from "./IMintable.sol";
import {
    FalseToken,
    FeeToken,
    FreezingToken,
    HookToken,
    RebasingToken,
    SilentToken
} from "./OddTokens.sol";
import {PlainToken} from "./PlainToken.sol";

/// @dev A pool over each kind of token that there is.
contract OddTokensTest is PoolTest {
    function test_a_fee_on_transfer_is_refused_at_every_door() public {
        use(address(new FeeToken()));
        uint256 sent = 100 * UNIT;
        bytes memory refusal = abi.encodeWithSelector(
            ILabelPool.WrongAmountReceived.selector, sent, sent - sent / 100
        );
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        pool.openProject(terms(0), 100);
        pool.openProject(terms(0), 0);
        vm.expectRevert(refusal);
        pool.topUp(1, 100);
        vm.expectRevert(refusal);
        pool.addBond(100);
        vm.stopPrank();
        assertEq(pool.floatAmount() + pool.bondAmount() + pool.project(1).deposit, 0, "funds");
    }

    function test_a_false_answer_is_refused() public {
        use(address(new FalseToken()));
        vm.expectRevert(
            abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(token))
        );
        openProject(DEPOSIT);
    }

    function test_a_missing_answer_is_taken_for_yes() public {
        use(address(new SilentToken()));
        assertEq(pool.unit(), 1, "unit");
        bond(BOND);
        project = openProject(DEPOSIT);
        checkpoint(1, entry(1, 100));
        withdraw(1);
        assertEq(token.balanceOf(destination), 100, "destination");
        assertEq(token.balanceOf(address(pool)), BOND + DEPOSIT - 100, "held");
    }

    function test_a_rebasing_token_that_delivers_less_is_refused() public {
        RebasingToken rebasing = new RebasingToken();
        use(address(rebasing));
        rebasing.rebase(3);
        vm.expectRevert(
            abi.encodeWithSelector(
                ILabelPool.WrongAmountReceived.selector, 100 * UNIT, 100 * UNIT - 1
            )
        );
        vm.prank(stranger);
        pool.openProject(terms(0), 100);
    }

    function test_six_decimals_have_units_of_one() public {
        use(address(new PlainToken(6)));
        project = openProject(DEPOSIT);
        assertEq(token.balanceOf(address(pool)), DEPOSIT, "held");
        bond(BOND);
        checkpoint(1, entry(1, 100));
        withdraw(1);
        assertEq(token.balanceOf(destination), 100, "destination");
    }

    function test_a_frozen_labeler_stops_nobody_else() public {
        FreezingToken freezing = new FreezingToken();
        use(address(freezing));
        bond(BOND);
        project = openProject(DEPOSIT);
        checkpoint(1, bytes.concat(entry(1, 100), entry(2, 100)));
        freezing.freeze(destination);
        Withdrawal memory order = withdrawalOf(1);
        bytes memory signature = signed(1, order);
        vm.expectRevert(abi.encodeWithSelector(FreezingToken.Frozen.selector, destination));
        pool.withdraw(order, signature, 0);
        assertEq(pool.withdrawnOf(labeler(1)), 0, "the order stays good");

        order = withdrawalOf(2);
        order.destination = stranger;
        uint256 before = token.balanceOf(stranger);
        pool.withdraw(order, signed(2, order), 0);
        assertEq(token.balanceOf(stranger) - before, 100 * UNIT, "the neighbour");
        checkpoint(2, entry(1, 100));
        order = withdrawalOf(1);
        order.destination = stranger;
        pool.withdraw(order, signed(1, order), 0);
        assertEq(pool.withdrawnOf(labeler(1)), 200, "the labeler, elsewhere");
    }

    function test_a_frozen_requester_stops_nobody_else() public {
        FreezingToken freezing = new FreezingToken();
        use(address(freezing));
        bond(BOND);
        project = openProject(DEPOSIT);
        checkpoint(1, entry(1, 100));
        vm.prank(requester);
        pool.requestClose(project);
        vm.warp(block.timestamp + CLOSE_NOTICE);
        freezing.freeze(requester);
        vm.expectRevert(abi.encodeWithSelector(FreezingToken.Frozen.selector, requester));
        pool.refund(project);
        withdraw(1);
        assertEq(token.balanceOf(destination), 100 * UNIT, "destination");
    }

    function test_a_hook_cannot_enter_again() public {
        HookToken hooking = new HookToken();
        use(address(hooking));
        bytes[14] memory calls = [
            abi.encodeCall(IProjects.openProject, (terms(0), 0)),
            abi.encodeCall(IProjects.openProjectFor, (stranger, terms(0), 0)),
            abi.encodeCall(IProjects.topUp, (1, 1)),
            abi.encodeCall(IProjects.refund, (1)),
            abi.encodeCall(IWithdrawals.withdraw, (withdrawalOf(1), "", 0)),
            abi.encodeCall(IWithdrawals.withdrawVia, (withdrawalOf(1), "", 0, stranger)),
            abi.encodeCall(IWithdrawals.payOut, (labeler(1))),
            abi.encodeCall(IOperatorFunds.addFloat, (1)),
            abi.encodeCall(IOperatorFunds.takeFloat, ()),
            abi.encodeCall(IOperatorFunds.addBond, (1)),
            abi.encodeCall(IOperatorFunds.takeBond, ()),
            abi.encodeCall(IOperatorFunds.takeFees, (stranger)),
            abi.encodeCall(IHalts.burnBond, ()),
            abi.encodeCall(IHalts.payReward, ())
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            hooking.hook(address(pool), calls[i]);
            openProject(DEPOSIT);
            assertTrue(!hooking.succeeded(), "entered");
            assertEq(
                keccak256(hooking.answer()),
                keccak256(
                    abi.encodeWithSelector(
                        ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector
                    )
                ),
                "guard"
            );
        }
        assertEq(pool.projectCount(), calls.length, "projects");
    }

    function test_tokens_given_away_to_the_pool_belong_to_nobody() public {
        project = openProject(DEPOSIT, 0);
        vm.prank(stranger);
        assertTrue(token.transfer(address(pool), 5 * UNIT), "gift");
        checkpoint(1, entry(1, DEPOSIT));
        withdraw(1);
        assertEq(held(), DEPOSIT + 5, "the other project's deposit and the gift");
    }

    function test_a_batch_goes_past_a_frozen_payee() public {
        FreezingToken freezing = new FreezingToken();
        use(address(freezing));
        bond(BOND);
        project = openProject(DEPOSIT);
        checkpoint(1, bytes.concat(entry(1, 100), entry(2, 100)));
        freezing.freeze(labeler(1));
        address[] memory both = new address[](2);
        (both[0], both[1]) = (labeler(1), labeler(2));
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(both[i]);
            registry.setPayoutAddress(both[i]);
        }
        vm.expectEmit(address(pool));
        emit IWithdrawals.PayOutFailed(both[0]);
        vm.expectEmit(address(pool));
        emit IWithdrawals.PaidOut(both[1], both[1], 100);
        pool.payOutBatch(both);
        assertEq(token.balanceOf(both[1]), 100 * UNIT, "the neighbour");
        assertEq(pool.withdrawnOf(both[0]), 0, "the frozen one keeps its credit");
    }

    function test_a_frozen_grave_and_a_frozen_reporter_stop_no_claim() public {
        FreezingToken freezing = new FreezingToken();
        use(address(freezing));
        bond(BOND);
        equivocate(relayer);
        freezing.freeze(relayer);
        freezing.freeze(0x000000000000000000000000000000000000dEaD);
        fileClaim(2, 100);
        vm.warp(block.timestamp + CLAIM_TIME + 1);
        pool.settleClaims();
        pool.payClaim(labeler(2));
        withdraw(2);
        assertEq(token.balanceOf(destination), 100 * UNIT, "claim");
        vm.expectRevert();
        pool.burnBond();
        vm.expectRevert();
        pool.payReward();
        uint64 stuck = BOND / 2 + BOND / 40;
        assertEq(pool.bondAmount(), stuck, "waits");
    }

    /// @dev Start over with another token.
    function use(address other) private {
        token = IMintable(other);
        pool = newPool(settings());
        fund(requester);
        fund(operator);
        fund(stranger);
    }

    function withdraw(uint256 index) private {
        Withdrawal memory order = withdrawalOf(index);
        pool.withdraw(order, signed(index, order), 0);
    }
}
