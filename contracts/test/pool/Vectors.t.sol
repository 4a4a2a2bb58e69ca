// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {Receipt, Withdrawal} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";

/// @dev The contract hashes what `vectors/` says, as Python and the browser do.
contract VectorsTest is PoolTest {
    function test_the_withdrawal_of_the_vectors_has_their_digest() public {
        string memory json = vm.readFile("../vectors/withdrawal.json");
        address place = vm.parseJsonAddress(json, ".pool");
        vm.etch(place, address(pool).code);
        vm.chainId(vm.parseJsonUint(json, ".chainId"));
        Withdrawal memory order = Withdrawal({
            labeler: vm.parseJsonAddress(json, ".labeler"),
            destination: vm.parseJsonAddress(json, ".destination"),
            amount: uint64(vm.parseJsonUint(json, ".amount")),
            maxRelayFee: uint64(vm.parseJsonUint(json, ".maxRelayFee")),
            nonce: uint64(vm.parseJsonUint(json, ".nonce")),
            deadline: uint64(vm.parseJsonUint(json, ".deadline"))
        });
        bytes32 digest = ILabelPool(place).withdrawalDigest(order);
        assertEq(digest, vm.parseJsonBytes32(json, ".digest"), "digest");
        bytes memory signature = vm.parseJsonBytes(json, ".signature");
        assertEq(ECDSA.recover(digest, signature), order.labeler, "signer");
    }

    function test_the_receipts_of_the_vectors_have_their_digests() public {
        string memory json = vm.readFile("../vectors/messages.json");
        uint256 receipts;
        for (uint256 i = 0; vm.keyExistsJson(json, field(i, "")); ++i) {
            bytes32 kind = keccak256(bytes(vm.parseJsonString(json, field(i, ".type"))));
            if (kind != keccak256("Receipt")) continue;
            ++receipts;
            agree(json, i);
        }
        assertTrue(receipts >= 2, "receipts");
    }

    function agree(string memory json, uint256 i) private {
        address place = vm.parseJsonAddress(json, field(i, ".domain.pool"));
        vm.etch(place, address(pool).code);
        vm.chainId(vm.parseJsonUint(json, field(i, ".domain.chain_id")));
        Receipt memory receipt = Receipt({
            labeler: vm.parseJsonAddress(json, field(i, ".message.labeler")),
            number: uint64(vm.parseJsonUint(json, field(i, ".message.number"))),
            owed: uint64(vm.parseJsonUint(json, field(i, ".message.owed"))),
            project: uint32(vm.parseJsonUint(json, field(i, ".message.project"))),
            sequence: uint32(vm.parseJsonUint(json, field(i, ".message.sequence"))),
            head: vm.parseJsonBytes32(json, field(i, ".message.head")),
            task: vm.parseJsonBytes32(json, field(i, ".message.task")),
            position: uint16(vm.parseJsonUint(json, field(i, ".message.position"))),
            settleBy: uint64(vm.parseJsonUint(json, field(i, ".message.settle_by_s")))
        });
        bytes32 digest = ILabelPool(place).receiptDigest(receipt);
        assertEq(digest, vm.parseJsonBytes32(json, field(i, ".digest")), "digest");
        bytes memory signature = vm.parseJsonBytes(json, field(i, ".signature"));
        address signer = vm.parseJsonAddress(json, field(i, ".signer"));
        assertEq(ECDSA.recover(digest, signature), signer, "signer");
    }

    function field(uint256 i, string memory name) private pure returns (string memory) {
        return string.concat("[", vm.toString(i), "]", name);
    }
}
