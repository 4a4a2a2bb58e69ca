// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {JurorStake} from "./base/JurorStake.sol";
import {Labelers} from "./base/Labelers.sol";
import {OperatorKeyring} from "./base/OperatorKeyring.sol";
import {PayoutAddresses} from "./base/PayoutAddresses.sol";
import {ICheckpoints} from "./interfaces/ICheckpoints.sol";
import {IRegistry, Reputation} from "./interfaces/IRegistry.sol";

/// @title The permanent list of labelers, and the keys of operators.
/// @dev Its parts know nothing of each other:
///
///     Labelers          indices, for ever
///     PayoutAddresses   where labelers are paid        (labeler)
///     OperatorKeyring   keys and their rotation        (operator)
///     JurorStake        seats and their stake          (juror)
contract Registry is Labelers, PayoutAddresses, OperatorKeyring, JurorStake {
    constructor(
        uint32 rotationDelay_,
        uint32 redeemTime_,
        IERC20 stakeToken_,
        uint256 seatStake_,
        uint32 seatExitDelay_
    )
        EIP712("Labelfield Registry", "1")
        OperatorKeyring(rotationDelay_, redeemTime_)
        JurorStake(stakeToken_, seatStake_, seatExitDelay_)
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
