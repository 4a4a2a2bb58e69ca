// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The permanent list of labelers.
/// @notice Gives every labeler a dense index, from 1 and for ever, so that a pool can keep four
/// credits in one storage slot and name a labeler in four bytes.
/// @dev Assumptions: none. Nobody has a special role, and an index says nothing about its holder
/// except that somebody once registered the address.
interface IRegistry {
    /// @notice `labeler` holds `index` from now on.
    event LabelerRegistered(uint32 indexed index, address indexed labeler);

    /// @notice The zero address cannot be a labeler.
    error ZeroLabeler();

    /// @notice Give each of `labelers` that has no index the next free one; skip the others.
    /// @dev Anyone may call. Those already registered are skipped, so that nobody can make a batch
    /// revert by registering one of its members first.
    function register(address[] calldata labelers) external;

    /// @notice The index of `labeler`, or 0 if it has none.
    function indexOf(address labeler) external view returns (uint32);

    /// @notice The index of each of `labelers`, or 0 for those that have none.
    function indicesOf(address[] calldata labelers) external view returns (uint32[] memory);

    /// @notice The labeler at `index`, or the zero address if there is none.
    function labelerOf(uint32 index) external view returns (address);

    /// @notice How many labelers are registered, which is also the highest index.
    function labelerCount() external view returns (uint32);
}
