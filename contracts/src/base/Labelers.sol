// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistry} from "../interfaces/IRegistry.sol";

/// @title The permanent list of labelers.
abstract contract Labelers is IRegistry {
    // | unused 184 | registeredAt u40 | index u32 |
    struct Registration {
        uint32 index;
        uint40 registeredAt;
    }

    /// @inheritdoc IRegistry
    uint32 public labelerCount;

    mapping(address labeler => Registration) internal _registrations;

    /// @inheritdoc IRegistry
    mapping(uint32 index => address labeler) public labelerOf;

    /// @inheritdoc IRegistry
    function register(address[] calldata labelers) external {
        uint32 count = labelerCount;
        for (uint256 i = 0; i < labelers.length; ++i) {
            address labeler = labelers[i];
            if (labeler == address(0)) revert ZeroLabeler();
            if (_registrations[labeler].index != 0) continue;
            ++count;
            _registrations[labeler] = Registration(count, uint40(block.timestamp));
            labelerOf[count] = labeler;
            emit LabelerRegistered(count, labeler);
        }
        labelerCount = count;
    }

    /// @inheritdoc IRegistry
    function indexOf(address labeler) external view returns (uint32) {
        return _registrations[labeler].index;
    }

    /// @inheritdoc IRegistry
    function indicesOf(address[] calldata labelers)
        external
        view
        returns (uint32[] memory indices)
    {
        indices = new uint32[](labelers.length);
        for (uint256 i = 0; i < labelers.length; ++i) {
            indices[i] = _registrations[labelers[i]].index;
        }
    }
}
