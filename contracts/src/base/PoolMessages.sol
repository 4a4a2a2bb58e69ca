// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title What is signed for a pool: EIP-712 typed data under the pool's domain.
/// @dev OpenZeppelin's EIP712 keeps name and version as strings for a view of the domain, which
/// costs 500 bytes that the pool does not have. Like there, the domain is hashed once, and anew only
/// where the code runs elsewhere.
abstract contract PoolMessages {
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant NAME_HASH = keccak256("Labelfield");
    bytes32 private constant VERSION_HASH = keccak256("1");

    address private immutable _home = address(this);
    uint256 private immutable _homeChain = block.chainid;
    bytes32 private immutable _homeDomain = _hashDomain();

    function _digestOf(bytes32 structHash) internal view returns (bytes32) {
        bool home = address(this) == _home && block.chainid == _homeChain;
        return MessageHashUtils.toTypedDataHash(home ? _homeDomain : _hashDomain(), structHash);
    }

    function _hashDomain() private view returns (bytes32) {
        return keccak256(
            abi.encode(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, block.chainid, address(this))
        );
    }
}
