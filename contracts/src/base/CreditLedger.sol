// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../interfaces/ILabelPool.sol";
import {IRegistry} from "../interfaces/IRegistry.sol";
import {PackedCredits} from "../libraries/PackedCredits.sol";

/// @title What labelers have been credited, ever.
abstract contract CreditLedger is ILabelPool {
    using PackedCredits for mapping(uint256 => uint256);

    /// @inheritdoc ILabelPool
    IRegistry public immutable registry;

    mapping(uint256 slotNumber => uint256 counters) private _credits;

    constructor(IRegistry registry_) {
        if (address(registry_).code.length == 0) revert NotAContract(address(registry_));
        registry = registry_;
    }

    /// @inheritdoc ILabelPool
    function creditOf(address labeler) external view returns (uint64) {
        return _creditAt(registry.indexOf(labeler));
    }

    /// @dev Add the entries to their labelers' credits; return their sum.
    function _credit(bytes calldata entries) internal returns (uint256 sum) {
        return _credits.addBatch(entries, registry.labelerCount());
    }

    function _creditAt(uint32 index) internal view returns (uint64) {
        return _credits.creditAt(index);
    }
}
