// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../interfaces/IHalts.sol";
import {ILabelPool} from "../interfaces/ILabelPool.sol";
import {Projects} from "./Projects.sol";

/// @title What the Court holds: projects over whose records a dispute is pending.
abstract contract Holds is Projects {
    /// @inheritdoc ILabelPool
    address public immutable court;

    /// @inheritdoc IHalts
    uint32 public pendingHolds;

    mapping(uint32 projectNumber => uint32 holds) private _holds;

    constructor(address court_) {
        if (court_ == address(0)) revert ZeroAddress();
        court = court_;
    }

    /// @inheritdoc IHalts
    function hold(uint32 projectNumber) external {
        _requireCourt();
        _existing(projectNumber);
        ++pendingHolds;
        uint32 holds = ++_holds[projectNumber];
        emit HoldChanged(projectNumber, holds);
    }

    /// @inheritdoc IHalts
    function release(uint32 projectNumber) external {
        _requireCourt();
        uint32 holds = _holds[projectNumber];
        if (holds == 0) revert NotHeld(projectNumber);
        --pendingHolds;
        _holds[projectNumber] = holds - 1;
        emit HoldChanged(projectNumber, holds - 1);
    }

    function _requireCourt() internal view {
        if (msg.sender != court) revert NotCourt(msg.sender, court);
    }

    function _holdsOf(uint32 projectNumber) internal view override returns (uint32) {
        return _holds[projectNumber];
    }
}
