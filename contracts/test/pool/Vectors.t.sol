// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {ILabelPool, Withdrawal} from "../../src/interfaces/ILabelPool.sol";
import {PoolTest} from "../PoolTest.sol";

/// @dev The contract hashes what `vectors/withdrawal.json` says, as Python and the browser do.
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
}
