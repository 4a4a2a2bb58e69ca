// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICheckpoints} from "../interfaces/ICheckpoints.sol";
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

    /// @inheritdoc ICheckpoints
    function creditOf(address labeler) external view returns (uint64) {
        return _creditAt(registry.indexOf(labeler));
    }

    /// @dev Add the entries to their labelers' credits; return their sum, and as many labelers as
    /// the registry is now known to have. It is asked only for those beyond `knownLabelers`.
    function _credit(bytes calldata entries, uint32 knownLabelers)
        internal
        returns (uint256 sum, uint32 known)
    {
        known = knownLabelers;
        if (PackedCredits.highestIndex(entries) > known) known = registry.labelerCount();
        sum = _credits.addBatch(entries, known);
    }

    /// @dev Add `amount` to one labeler's credit.
    function _creditOne(address labeler, uint256 amount) internal {
        uint32 index = registry.indexOf(labeler);
        if (index == 0) revert NotRegistered(labeler);
        _credits.add(index, amount);
    }

    function _creditAt(uint32 index) internal view returns (uint64) {
        return _credits.creditAt(index);
    }
}
