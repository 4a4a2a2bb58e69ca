// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IArbitrator} from "./IArbitrator.sol";

/// @title Who can be given a ruling, shaped as in ERC-792.
interface IArbitrable {
    /// @notice `arbitrator` gave its ruling on its dispute `disputeId`.
    event Ruling(IArbitrator indexed arbitrator, uint256 indexed disputeId, uint256 ruling);

    /// @notice Take the ruling on dispute `disputeId` of the caller, the arbitrator.
    /// @param ruling One of the dispute's choices, from 1; 0 if the arbitrator could not decide.
    function rule(uint256 disputeId, uint256 ruling) external;
}
