// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoints} from "./base/Checkpoints.sol";
import {CreditLedger} from "./base/CreditLedger.sol";
import {OperatorFunds} from "./base/OperatorFunds.sol";
import {Projects} from "./base/Projects.sol";
import {TokenVault} from "./base/TokenVault.sol";
import {Withdrawals} from "./base/Withdrawals.sol";
import {PoolSettings} from "./interfaces/ILabelPool.sol";

/// @title The contract that holds all pay of one operator in one token.
/// @dev At every step: tokens held >= open deposits not debited + credits not withdrawn + float +
/// bond + fees due, with equality unless somebody gave tokens away to the pool.
///
///     TokenVault      tokens in and out, in units
///     Projects        open, top up, close, refund          (requester)
///     OperatorFunds   float, bond, fees                    (operator)
///     CreditLedger    what labelers were credited, packed
///     Checkpoints     deposit becomes credit               (checkpoint key)
///     Withdrawals     credit becomes tokens                (labeler's signature)
contract LabelPool is Checkpoints, Withdrawals {
    constructor(PoolSettings memory settings)
        TokenVault(settings.token, settings.unitDecimals)
        Projects(settings.maxFeeBps, settings.closeNotice)
        OperatorFunds(settings.operator, settings.exitDelay)
        CreditLedger(settings.registry)
        Checkpoints(settings.checkpointKey, settings.receiptKey)
    {}
}
