// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistry} from "./interfaces/IRegistry.sol";

/// @title The permanent list of labelers.
contract Registry is IRegistry {
    /// @inheritdoc IRegistry
    uint32 public labelerCount;

    /// @inheritdoc IRegistry
    mapping(address labeler => uint32 index) public indexOf;

    /// @inheritdoc IRegistry
    mapping(uint32 index => address labeler) public labelerOf;

    /// @inheritdoc IRegistry
    function register(address[] calldata labelers) external {
        uint32 count = labelerCount;
        for (uint256 i = 0; i < labelers.length; ++i) {
            address labeler = labelers[i];
            if (labeler == address(0)) revert ZeroLabeler();
            if (indexOf[labeler] != 0) continue;
            ++count;
            indexOf[labeler] = count;
            labelerOf[count] = labeler;
            emit LabelerRegistered(count, labeler);
        }
        labelerCount = count;
    }

    /// @inheritdoc IRegistry
    function indicesOf(address[] calldata labelers)
        external
        view
        returns (uint32[] memory indices)
    {
        indices = new uint32[](labelers.length);
        for (uint256 i = 0; i < labelers.length; ++i) {
            indices[i] = indexOf[labelers[i]];
        }
    }
}
