// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistry, PayoutOrder} from "../../src/interfaces/IRegistry.sol";
import {PoolTest} from "../PoolTest.sol";
import {Wallet} from "../tokens/Wallet.sol";

contract SetPayoutAddressTest is PoolTest {
    function test_refuses_after_the_deadline() public {
        PayoutOrder memory order = orderOf(1);
        order.deadline = uint64(block.timestamp - 1);
        refuses(abi.encodeWithSelector(IRegistry.OrderExpired.selector, order.deadline), order);
    }

    function test_refuses_any_nonce_but_the_next() public {
        PayoutOrder memory order = orderOf(1);
        order.nonce = 1;
        refuses(abi.encodeWithSelector(IRegistry.WrongOrderNonce.selector, labeler(1), 1, 0), order);
        order.nonce = 0;
        registry.setPayoutAddressFor(order, signedOrder(1, order));
        refuses(abi.encodeWithSelector(IRegistry.WrongOrderNonce.selector, labeler(1), 0, 1), order);
    }

    function test_refuses_other_signatures() public {
        PayoutOrder memory order = orderOf(1);
        bytes memory alien = signedOrder(2, order);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.WrongOrderSignature.selector, labeler(1)));
        registry.setPayoutAddressFor(order, alien);
        bytes memory good = signedOrder(1, order);
        order.payoutAddress = stranger;
        vm.expectRevert(abi.encodeWithSelector(IRegistry.WrongOrderSignature.selector, labeler(1)));
        registry.setPayoutAddressFor(order, good);
    }

    function test_a_transaction_voids_orders_signed_before() public {
        PayoutOrder memory order = orderOf(1);
        vm.expectEmit(address(registry));
        emit IRegistry.PayoutAddressSet(labeler(1), stranger, 0);
        vm.prank(labeler(1));
        registry.setPayoutAddress(stranger);
        assertEq(registry.payoutAddressOf(labeler(1)), stranger, "address");
        assertEq(registry.payoutNonceOf(labeler(1)), 1, "nonce");
        refuses(abi.encodeWithSelector(IRegistry.WrongOrderNonce.selector, labeler(1), 0, 1), order);
    }

    function test_sets_what_the_labeler_signed() public {
        PayoutOrder memory order = orderOf(1);
        bytes memory good = signedOrder(1, order);
        vm.expectEmit(address(registry));
        emit IRegistry.PayoutAddressSet(labeler(1), destination, 0);
        vm.prank(relayer);
        registry.setPayoutAddressFor(order, good);
        assertEq(registry.payoutAddressOf(labeler(1)), destination, "address");
        assertEq(registry.payoutAddressOf(labeler(2)), address(0), "the neighbour's");
    }

    function test_the_zero_address_ends_it() public {
        vm.prank(labeler(1));
        registry.setPayoutAddress(destination);
        vm.prank(labeler(1));
        registry.setPayoutAddress(address(0));
        assertEq(registry.payoutAddressOf(labeler(1)), address(0), "address");
    }

    function test_takes_the_word_of_contract_wallets() public {
        Wallet wallet = new Wallet(labeler(1));
        PayoutOrder memory order = orderOf(1);
        order.labeler = address(wallet);
        registry.setPayoutAddressFor(order, signedOrder(1, order));
        assertEq(registry.payoutAddressOf(address(wallet)), destination, "address");
    }

    function testFuzz_digest_is_the_norm_s(PayoutOrder calldata order) public view {
        assertEq(registry.payoutOrderDigest(order), orderDigest(order), "digest");
    }

    function orderOf(uint256 index) private view returns (PayoutOrder memory) {
        return PayoutOrder(labeler(index), destination, 0, uint64(block.timestamp));
    }

    function refuses(bytes memory refusal, PayoutOrder memory order) private {
        bytes memory good = signedOrder(1, order);
        vm.expectRevert(refusal);
        registry.setPayoutAddressFor(order, good);
    }

    function signedOrder(uint256 index, PayoutOrder memory order)
        private
        view
        returns (bytes memory)
    {
        return signature(labelerKey(index), orderDigest(order));
    }

    function orderDigest(PayoutOrder memory order) private view returns (bytes32) {
        bytes32 message = keccak256(
            abi.encode(
                keccak256(
                    "PayoutOrder(address labeler,address payoutAddress,uint64 nonce,uint64 deadline)"
                ),
                order.labeler,
                order.payoutAddress,
                order.nonce,
                order.deadline
            )
        );
        return digestIn("Labelfield Registry", address(registry), message);
    }
}
