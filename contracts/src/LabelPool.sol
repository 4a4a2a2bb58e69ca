// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoints} from "./base/Checkpoints.sol";
import {CreditLedger} from "./base/CreditLedger.sol";
import {FundsLedger} from "./base/FundsLedger.sol";
import {Holds} from "./base/Holds.sol";
import {PoolPeriods} from "./base/PoolPeriods.sol";
import {Projects} from "./base/Projects.sol";
import {Receipts} from "./base/Receipts.sol";
import {TokenVault} from "./base/TokenVault.sol";
import {Withdrawals} from "./base/Withdrawals.sol";
import {PoolSettings} from "./interfaces/PoolTypes.sol";

/// @title The contract that holds all pay of one operator in one token.
/// @dev At every step: tokens held >= open deposits not debited + credits not withdrawn + float +
/// bond + fees due, with equality unless somebody gave tokens away to the pool.
///
///     TokenVault      tokens in and out, in units
///     FundsLedger     the operator's money, in one slot
///     PoolPeriods     its periods
///     Projects        open, top up, close, refund            (requester)
///     CheckpointKey   who sends checkpoints and openings
///     Openings        records become readable, then proven   (checkpoint key)
///     CreditLedger    what labelers were credited, packed
///     Checkpoints     deposit becomes credit                 (checkpoint key)
///     Withdrawals     credit becomes tokens                  (labeler's signature)
///     Holds           disputes pending                       (Court)
///     OperatorFunds   float, bond, fees                      (operator)
///     Halts           an operator stopped, half its bond burned
///     Claims          what the rest pays                     (Court, then receipts)
///     Receipts        late receipts, default, equivocation   (anyone)
contract LabelPool is Checkpoints, Withdrawals, Receipts {
    constructor(PoolSettings memory settings)
        TokenVault(settings.token, settings.unitDecimals)
        FundsLedger(settings.operator)
        CreditLedger(settings.registry)
        PoolPeriods(settings.periods)
        Projects(settings.maxFeeBps)
        Holds(settings.court)
    {
        _requireLastingKeys(settings.registry);
    }
}
