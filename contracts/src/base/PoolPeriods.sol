// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../interfaces/ILabelPool.sol";
import {IRegistry} from "../interfaces/IRegistry.sol";
import {Periods} from "../interfaces/PoolTypes.sol";

/// @title The periods of a pool, which fit together or are refused.
abstract contract PoolPeriods is ILabelPool {
    uint32 private immutable _settleWithin;
    uint32 internal immutable _grace;
    uint32 private immutable _checkpointInterval;
    uint32 internal immutable _closeNotice;
    uint32 internal immutable _floatExitDelay;
    uint32 internal immutable _bondExitDelay;
    uint32 internal immutable _openingInterval;
    uint32 internal immutable _challengeWindow;
    uint32 internal immutable _claimTime;

    constructor(Periods memory wanted) {
        _requireAllPositive(wanted);
        uint256 least = uint256(wanted.settleWithin) + wanted.grace + wanted.checkpointInterval;
        _requireAtLeast(wanted.closeNotice, least);
        _requireAtLeast(wanted.floatExitDelay, least);
        _requireAtLeast(wanted.bondExitDelay, least);
        _requireAtLeast(wanted.bondExitDelay, wanted.challengeWindow);
        _settleWithin = wanted.settleWithin;
        _grace = wanted.grace;
        _checkpointInterval = wanted.checkpointInterval;
        _closeNotice = wanted.closeNotice;
        _floatExitDelay = wanted.floatExitDelay;
        _bondExitDelay = wanted.bondExitDelay;
        _openingInterval = wanted.openingInterval;
        _challengeWindow = wanted.challengeWindow;
        _claimTime = wanted.claimTime;
    }

    /// @inheritdoc ILabelPool
    function periods() external view returns (Periods memory) {
        return Periods({
            settleWithin: _settleWithin,
            grace: _grace,
            checkpointInterval: _checkpointInterval,
            closeNotice: _closeNotice,
            floatExitDelay: _floatExitDelay,
            bondExitDelay: _bondExitDelay,
            openingInterval: _openingInterval,
            challengeWindow: _challengeWindow,
            claimTime: _claimTime
        });
    }

    /// @dev Refuse a registry in which keys are gone before their receipts are worthless.
    function _requireLastingKeys(IRegistry registry) internal view {
        uint256 redeem = uint256(_settleWithin) + _grace;
        _requireAtLeast(registry.redeemTime(), redeem);
        _requireAtLeast(registry.rotationDelay(), redeem + _checkpointInterval);
    }

    function _requireAllPositive(Periods memory wanted) private pure {
        if (
            wanted.settleWithin == 0 || wanted.grace == 0 || wanted.checkpointInterval == 0
                || wanted.openingInterval == 0 || wanted.challengeWindow == 0
                || wanted.claimTime == 0
        ) revert ZeroPeriod(); // the others cannot be zero, because the first three fit in them
    }

    function _requireAtLeast(uint256 period, uint256 least) private pure {
        if (period < least) revert PeriodTooShort(period, least);
    }
}
