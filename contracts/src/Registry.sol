// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {Labelers} from "./base/Labelers.sol";
import {OperatorKeyring} from "./base/OperatorKeyring.sol";
import {PayoutAddresses} from "./base/PayoutAddresses.sol";
import {ICheckpoints} from "./interfaces/ICheckpoints.sol";
import {IRegistry, Reputation} from "./interfaces/IRegistry.sol";

/// @title The permanent list of labelers, and the keys of operators.
///
///     Labelers          indices, for ever
///     PayoutAddresses   where labelers are paid        (labeler)
///     OperatorKeyring   keys and their rotation        (operator)
contract Registry is Labelers, PayoutAddresses, OperatorKeyring {
    constructor(uint32 rotationDelay_, uint32 redeemTime_)
        EIP712("Labelfield Registry", "1")
        OperatorKeyring(rotationDelay_, redeemTime_)
    {}

    /// @inheritdoc IRegistry
    function reputationOf(address labeler, address[] calldata pools)
        external
        view
        returns (Reputation memory reputation)
    {
        Registration memory registration = _registrations[labeler];
        reputation.index = registration.index;
        reputation.registeredAt = registration.registeredAt;
        reputation.credits = new uint64[](pools.length);
        for (uint256 i = 0; i < pools.length; ++i) {
            reputation.credits[i] = ICheckpoints(pools[i]).creditOf(labeler);
        }
    }
}
