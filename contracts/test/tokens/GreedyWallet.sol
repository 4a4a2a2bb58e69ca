// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev A contract wallet that uses all gas it is given, or answers at great length.
contract GreedyWallet {
    bool private immutable _eats;

    constructor(bool eats) {
        _eats = eats;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        if (_eats) while (true) {}
        assembly {
            return(0, 100000)
        }
    }
}
