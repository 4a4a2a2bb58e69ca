// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "./ILabelPool.sol";
import {IPermit2} from "./IPermit2.sol";
import {IWrappedNative} from "./IWrappedNative.sol";
import {ProjectTerms} from "./PoolTypes.sol";

/// @notice An EIP-2612 permit of the caller for the Deposits contract.
struct Permit {
    /// Base units; at least what is deposited.
    uint256 value;
    uint256 deadline;
    uint8 v;
    bytes32 r;
    bytes32 s;
}

/// @notice A Permit2 signature transfer of the caller to the Deposits contract, of exactly the
/// deposit in base units of the pool's token.
struct Permit2Transfer {
    uint256 nonce;
    uint256 deadline;
    bytes signature;
}

/// @title Deposits in one transaction: by permit, by Permit2, or in the chain's own coin.
/// @notice Everything is the caller's: its tokens, its signature, its project. The contract keeps
/// nothing between calls, neither money nor allowance, and has no administrator.
/// @dev Assumptions: the caller trusts the pool that it names, to which exactly the deposit is
/// handed. A permit that somebody used first is no obstacle, as long as the allowance is there.
interface IDeposits {
    error NativeNotTaken(address token, address wrappedNative);
    error WrongValue(uint256 value, uint256 expected);
    error LeftOver(uint256 balance, uint256 before);

    /// @notice Open a project of the caller and pay its deposit from a permit.
    function openProjectWithPermit(
        ILabelPool pool,
        ProjectTerms calldata terms,
        uint64 deposit,
        Permit calldata permit
    ) external returns (uint32 projectNumber);

    /// @notice Top a project up from a permit.
    function topUpWithPermit(
        ILabelPool pool,
        uint32 projectNumber,
        uint64 amount,
        Permit calldata permit
    ) external;

    /// @notice Open a project of the caller and pay its deposit through Permit2.
    function openProjectWithPermit2(
        ILabelPool pool,
        ProjectTerms calldata terms,
        uint64 deposit,
        Permit2Transfer calldata transfer
    ) external returns (uint32 projectNumber);

    /// @notice Top a project up through Permit2.
    function topUpWithPermit2(
        ILabelPool pool,
        uint32 projectNumber,
        uint64 amount,
        Permit2Transfer calldata transfer
    ) external;

    /// @notice Open a project of the caller in a pool of wrapped coins, paid in coins.
    /// @dev The value sent must be exactly the deposit.
    function openProjectWithNative(ILabelPool pool, ProjectTerms calldata terms, uint64 deposit)
        external
        payable
        returns (uint32 projectNumber);

    /// @notice Top a project of a pool of wrapped coins up in coins.
    function topUpWithNative(ILabelPool pool, uint32 projectNumber, uint64 amount) external payable;

    /// @notice The Permit2 contract of the chain.
    function permit2() external view returns (IPermit2);

    /// @notice The token that wraps the chain's coin, WBNB on BNB Smart Chain and opBNB.
    function wrappedNative() external view returns (IWrappedNative);
}
