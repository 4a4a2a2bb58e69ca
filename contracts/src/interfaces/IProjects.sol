// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ProjectState, ProjectTerms} from "./PoolTypes.sol";

/// @title The requester's side of a pool: projects from their opening to their refund.
interface IProjects {
    /// @notice `requester` locked `deposit` for the job that the manifest describes.
    event ProjectOpened(
        uint32 indexed project,
        address indexed requester,
        bytes32 manifestHash,
        string store,
        uint16 feeBps,
        uint64 maxUnopened,
        uint64 deposit
    );
    /// @notice `payer` added to the deposit.
    event ProjectToppedUp(uint32 indexed project, address indexed payer, uint64 amount);
    /// @notice The requester wants its rest back at `closesAt`.
    event CloseRequested(uint32 indexed project, uint40 closesAt);
    /// @notice The rest went back; the project takes no more checkpoints.
    event ProjectRefunded(uint32 indexed project, address indexed requester, uint64 amount);

    error FeeAboveLimit(uint16 feeBps, uint16 limit);
    error UnknownProject(uint32 project);
    error NotRequester(uint32 project, address caller, address requester);
    error CloseAlreadyRequested(uint32 project, uint40 closesAt);
    error CloseNotRequested(uint32 project);
    error CloseNoticeRunning(uint32 project, uint40 closesAt);
    error AlreadyRefunded(uint32 project);

    /// @notice Open a project and pay its deposit in; return its number, from 1.
    /// @dev Refuses a fee above `maxFeeBps()`. The deposit may be 0 and be topped up later.
    function openProject(ProjectTerms calldata terms, uint64 deposit)
        external
        returns (uint32 projectNumber);

    /// @notice Open a project that belongs to `requester` and pay its deposit.
    /// @dev For periphery contracts and for gifts: all rights are the requester's, refund included.
    function openProjectFor(address requester, ProjectTerms calldata terms, uint64 deposit)
        external
        returns (uint32 projectNumber);

    /// @notice Add to a project's deposit; anyone may, until its close is requested.
    function topUp(uint32 projectNumber, uint64 amount) external;

    /// @notice Start a project's close notice. Only its requester, once; also in a halted pool.
    /// @dev Checkpoints go on until the refund: what was earned before can still be credited.
    function requestClose(uint32 projectNumber) external;

    /// @notice Pay what was never debited back to the requester and end the project.
    /// @dev Anyone may call, once, when the notice has passed; also in a halted pool.
    function refund(uint32 projectNumber) external;

    /// @notice How many projects were opened, which is also the highest number.
    function projectCount() external view returns (uint32);

    /// @notice A project as it is now; refuses numbers that were never opened.
    function project(uint32 projectNumber) external view returns (ProjectState memory);
}
