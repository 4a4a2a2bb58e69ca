// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IWithdrawals} from "../../src/interfaces/IWithdrawals.sol";
import {Withdrawal} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";
import {Wallet} from "../tokens/Wallet.sol";

contract WithdrawTest is PoolTest {
    uint64 private constant CREDIT = 1_000;

    function setUp() public override {
        super.setUp();
        checkpoint(1, bytes.concat(entry(1, CREDIT), entry(2, CREDIT), entry(3, CREDIT)));
    }

    function test_refuses_after_the_deadline() public {
        Withdrawal memory order = withdrawalOf(1);
        vm.warp(order.deadline + 1);
        refuses(
            abi.encodeWithSelector(IWithdrawals.WithdrawalExpired.selector, order.deadline),
            order,
            0
        );
    }

    function test_refuses_destinations_that_would_lose_the_money() public {
        Withdrawal memory order = withdrawalOf(1);
        order.destination = address(0);
        refuses(abi.encodeWithSelector(IWithdrawals.BadDestination.selector, address(0)), order, 0);
        order.destination = address(pool);
        refuses(
            abi.encodeWithSelector(IWithdrawals.BadDestination.selector, address(pool)), order, 0
        );
    }

    function test_refuses_zero() public {
        Withdrawal memory order = withdrawalOf(1);
        order.amount = 0;
        refuses(abi.encodeWithSelector(ILabelPool.ZeroAmount.selector), order, 0);
    }

    function test_refuses_a_relay_fee_above_the_signed_limit() public {
        Withdrawal memory order = withdrawalOf(1);
        refuses(abi.encodeWithSelector(IWithdrawals.RelayFeeTooHigh.selector, 11, 10), order, 11);
    }

    function test_refuses_a_relay_fee_above_the_amount() public {
        Withdrawal memory order = withdrawalOf(1);
        order.amount = 5;
        refuses(abi.encodeWithSelector(IWithdrawals.RelayFeeTooHigh.selector, 6, 5), order, 6);
    }

    function test_refuses_any_nonce_but_the_next() public {
        Withdrawal memory order = withdrawalOf(1);
        order.nonce = 1;
        refuses(
            abi.encodeWithSelector(IWithdrawals.WrongNonce.selector, order.labeler, 1, 0), order, 0
        );
    }

    function test_refuses_a_replay() public {
        Withdrawal memory order = withdrawalOf(1);
        order.amount = 10;
        withdraw(1, order, 0);
        refuses(
            abi.encodeWithSelector(IWithdrawals.WrongNonce.selector, order.labeler, 0, 10), order, 0
        );
    }

    function test_refuses_more_than_the_credit() public {
        Withdrawal memory order = withdrawalOf(1);
        order.amount = CREDIT + 1;
        refuses(beyondCredit(order, CREDIT), order, 0);
        order.amount = 600;
        withdraw(1, order, 0);
        order.nonce = 600;
        order.amount = 401;
        refuses(beyondCredit(order, 400), order, 0);
    }

    function test_refuses_those_who_are_not_registered() public {
        uint256 key = uint256(keccak256("nobody"));
        Withdrawal memory order = withdrawalOf(1);
        order.labeler = vm.addr(key);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digestOf(order));
        vm.expectRevert(beyondCredit(order, 0));
        pool.withdraw(order, abi.encodePacked(r, s, v), 0);
    }

    function test_refuses_another_labeler_s_signature() public {
        Withdrawal memory order = withdrawalOf(1);
        bytes memory signature = signed(2, order);
        vm.expectRevert(abi.encodeWithSelector(IWithdrawals.WrongSignature.selector, order.labeler));
        pool.withdraw(order, signature, 0);
    }

    function test_refuses_a_signature_over_anything_else() public {
        Withdrawal memory order = withdrawalOf(1);
        bytes memory signature = signed(1, order);
        Withdrawal[4] memory changed =
            [withdrawalOf(1), withdrawalOf(1), withdrawalOf(1), withdrawalOf(1)];
        changed[0].destination = stranger;
        changed[1].amount -= 1;
        changed[2].maxRelayFee += 1;
        changed[3].deadline += 1;
        for (uint256 i = 0; i < changed.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IWithdrawals.WrongSignature.selector, order.labeler)
            );
            pool.withdraw(changed[i], signature, 0);
        }
    }

    function test_refuses_fields_wider_than_their_types() public {
        Withdrawal memory order = withdrawalOf(1);
        bytes memory call = abi.encodeCall(IWithdrawals.withdraw, (order, signed(1, order), 0));
        for (uint256 field = 0; field < 6; ++field) {
            bytes memory wide = bytes.concat(call);
            wide[4 + 32 * field] = 0x01;
            (bool passed,) = address(pool).call(wide);
            assertTrue(!passed, "too wide");
        }
        (bool paid,) = address(pool).call(call);
        assertTrue(paid, "as it was");
    }

    function test_refuses_malformed_signatures() public {
        Withdrawal memory order = withdrawalOf(1);
        bytes memory signature = signed(1, order);
        (bytes32 r, bytes32 s) = (word(signature, 0), word(signature, 32));
        uint8 v = uint8(signature[64]);
        uint256 curveOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        bytes memory flipped = abi.encodePacked(r, curveOrder - uint256(s), v == 27 ? 28 : 27);
        bytes[5] memory malformed = [
            bytes(""),
            abi.encodePacked(r, s),
            abi.encodePacked(r, s, uint8(v - 27)),
            abi.encodePacked(r, s, v, uint8(0)),
            flipped
        ];
        for (uint256 i = 0; i < malformed.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IWithdrawals.WrongSignature.selector, order.labeler)
            );
            pool.withdraw(order, malformed[i], 0);
        }
    }

    function test_refuses_a_signature_for_another_pool() public {
        ILabelPool other = newPool(settings());
        Withdrawal memory order = withdrawalOf(1);
        bytes memory signature = signed(1, order);
        ILabelPool own = pool;
        pool = other;
        fund(requester);
        fund(operator);
        bond(BOND);
        project = openProject(DEPOSIT);
        checkpoint(1, entry(1, CREDIT));
        vm.expectRevert(abi.encodeWithSelector(IWithdrawals.WrongSignature.selector, order.labeler));
        other.withdraw(order, signature, 0);
        own.withdraw(order, signature, 0);
    }

    function test_refuses_a_signature_for_another_chain() public {
        Withdrawal memory order = withdrawalOf(1);
        bytes memory signature = signed(1, order);
        vm.chainId(block.chainid + 1);
        vm.expectRevert(abi.encodeWithSelector(IWithdrawals.WrongSignature.selector, order.labeler));
        pool.withdraw(order, signature, 0);
    }

    function test_pays_the_destination_and_the_relayer() public {
        Withdrawal memory order = withdrawalOf(1);
        order.amount = 600;
        bytes memory signature = signed(1, order);
        vm.expectEmit(address(pool));
        emit IWithdrawals.Withdrawn(order.labeler, destination, 600, 10, 0);
        vm.prank(relayer);
        pool.withdraw(order, signature, 10);
        assertEq(token.balanceOf(destination), 590 * UNIT, "destination");
        assertEq(token.balanceOf(relayer), 10 * UNIT, "relayer");
        assertEq(held(), (DEPOSIT - 600), "held");
        assertEq(pool.withdrawnOf(order.labeler), 600, "withdrawn");
        assertEq(pool.creditOf(order.labeler), CREDIT, "credit never falls");
        assertEq(pool.withdrawnOf(labeler(2)), 0, "neighbour's withdrawn");
    }

    function test_pays_in_the_last_second() public {
        Withdrawal memory order = withdrawalOf(1);
        vm.warp(order.deadline);
        withdraw(1, order, 0);
        assertEq(token.balanceOf(destination), CREDIT * UNIT, "destination");
    }

    function test_pays_everything_in_steps_of_one_unit() public {
        for (uint64 i = 0; i < 5; ++i) {
            Withdrawal memory order = withdrawalOf(2);
            order.amount = 1;
            withdraw(2, order, 0);
        }
        withdraw(2, withdrawalOf(2), 0);
        assertEq(token.balanceOf(destination), CREDIT * UNIT, "destination");
        assertEq(pool.withdrawnOf(labeler(2)), CREDIT, "withdrawn");
    }

    function test_pays_a_relayer_all_when_the_labeler_agrees() public {
        Withdrawal memory order = withdrawalOf(1);
        order.amount = 10;
        withdraw(1, order, 10);
        assertEq(token.balanceOf(relayer), 10 * UNIT, "relayer");
        assertEq(token.balanceOf(destination), 0, "destination");
    }

    function test_pays_contract_wallets_that_agree() public {
        Wallet wallet = new Wallet(vm.addr(77));
        address[] memory one = new address[](1);
        one[0] = address(wallet);
        registry.register(one);
        checkpoint(2, entry(6, 50));
        Withdrawal memory order = withdrawalOf(1);
        order.labeler = address(wallet);
        order.amount = 50;
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(78, digestOf(order));
        vm.expectRevert(
            abi.encodeWithSelector(IWithdrawals.WrongSignature.selector, address(wallet))
        );
        pool.withdraw(order, abi.encodePacked(r, s, v), 0);
        (v, r, s) = vm.sign(77, digestOf(order));
        pool.withdraw(order, abi.encodePacked(r, s, v), 0);
        assertEq(token.balanceOf(destination), 50 * UNIT, "destination");
    }

    function test_pays_after_the_project_is_refunded() public {
        vm.prank(requester);
        pool.requestClose(project);
        vm.warp(block.timestamp + CLOSE_NOTICE);
        pool.refund(project);
        for (uint256 index = 1; index <= 3; ++index) {
            withdraw(index, withdrawalOf(index), 0);
        }
        assertEq(token.balanceOf(destination), 3 * CREDIT * UNIT, "destination");
        assertEq(held(), pool.feesDue(), "held");
    }

    function testFuzz_digest_is_the_norm_s(Withdrawal calldata order) public view {
        assertEq(pool.withdrawalDigest(order), digestOf(order), "digest");
    }

    function testFuzz_never_pays_more_than_the_credit(uint64[8] calldata amounts, uint64 fee)
        public
    {
        uint256 paid;
        for (uint256 i = 0; i < amounts.length; ++i) {
            Withdrawal memory order = withdrawalOf(1);
            order.amount = uint64(between(amounts[i], 1, CREDIT));
            order.maxRelayFee = uint64(between(fee, 0, order.amount));
            bytes memory signature = signed(1, order);
            vm.prank(relayer);
            try pool.withdraw(order, signature, order.maxRelayFee) {
                paid += order.amount;
            } catch {}
        }
        assertTrue(paid <= CREDIT, "paid");
        assertEq(pool.withdrawnOf(labeler(1)), paid, "withdrawn");
        uint256 moved = token.balanceOf(destination) + token.balanceOf(relayer);
        assertEq(moved, paid * UNIT, "moved");
    }

    function withdraw(uint256 index, Withdrawal memory order, uint64 relayFee) private {
        bytes memory signature = signed(index, order);
        vm.prank(relayer);
        pool.withdraw(order, signature, relayFee);
    }

    function refuses(bytes memory refusal, Withdrawal memory order, uint64 relayFee) private {
        bytes memory signature = signed(1, order);
        vm.expectRevert(refusal);
        vm.prank(relayer);
        pool.withdraw(order, signature, relayFee);
    }

    function beyondCredit(Withdrawal memory order, uint64 available)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(
            IWithdrawals.BeyondCredit.selector, order.labeler, order.amount, available
        );
    }

    function word(bytes memory data, uint256 offset) private pure returns (bytes32 result) {
        for (uint256 i = 0; i < 32; ++i) {
            result = (result << 8) | bytes32(uint256(uint8(data[offset + i])));
        }
    }
}
