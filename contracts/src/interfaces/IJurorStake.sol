// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice One seat on a bench: one place that can be drawn, with its stake behind it.
struct Seat {
    address juror;
    /// When it was taken.
    uint40 takenAt;
    /// When the juror asked to leave; 0 if it did not.
    uint40 leftAt;
    /// Parts of the stake that are left, of `SEAT_PARTS`.
    uint8 parts;
    /// Parts that a vote in progress can cost.
    uint8 locked;
}

/// @title The stake of jurors, seat by seat.
/// @notice A bench is the list of seats that jurors took for one jury (the contract that draws,
/// locks and punishes them) and one court (whose disputes the jury decides). It only grows, in the
/// order of time, so that everybody can tell what it was at any moment.
/// @dev Assumptions.
/// - A juror trusts the jury that it names with the seats that it takes there: that jury can lock
///   them, and take them part by part. No other account can.
/// - The token moves exactly what it is told; tokens with a fee on transfer are refused.
/// - Exits take longer than a dispute, so that the jurors who decided it can still be punished.
interface IJurorStake {
    event SeatsTaken(
        address indexed jury,
        address indexed court,
        address indexed juror,
        uint32 firstSeat,
        uint32 count
    );
    event SeatLeft(address indexed jury, address indexed court, uint32 seat);
    event StakeTaken(address indexed juror, uint256 amount);
    event SeatLocked(address indexed jury, address indexed court, uint32 seat);
    event SeatFreed(address indexed jury, address indexed court, uint32 seat, bool forfeited);

    error BadStake(uint256 seatStake);
    error NoSeats();
    error ZeroJury();
    error ZeroCourt();
    error UnknownSeat(uint32 seat);
    error NotJuror(uint32 seat, address caller, address juror);
    error AlreadyLeft(uint32 seat);
    error NotLeft(uint32 seat);
    error ExitRunning(uint32 seat, uint256 availableAt);
    error SeatInUse(uint32 seat, uint8 locked);
    error NoStakeLeft(uint32 seat);
    error NoFreePart(uint32 seat);
    error NotLocked(uint32 seat);
    error LengthsDiffer(uint256 seats, uint256 forfeited);

    /// @notice Take `count` seats on the bench of `jury` and `court`, and pay their stake.
    /// @return firstSeat The number of the first of them; benches count from 0.
    function takeSeats(address jury, address court, uint32 count)
        external
        returns (uint32 firstSeat);

    /// @notice Leave seats of the caller. Disputes opened before can still draw them.
    function leaveSeats(address jury, address court, uint32[] calldata seats) external;

    /// @notice Pay what is left of the caller's seats, when the exit delay has passed since it left
    /// them and no vote is in progress.
    function takeStake(address jury, address court, uint32[] calldata seats) external;

    /// @notice Lock one part of a seat on the bench of the caller, a jury, and `court`.
    function lockSeat(address court, uint32 seat) external;

    /// @notice End one lock of each of `seats`; the parts of those that `forfeited` go to the
    /// caller, the jury.
    /// @return amount Base units paid to the caller.
    function freeSeats(address court, uint32[] calldata seats, bool[] calldata forfeited)
        external
        returns (uint256 amount);

    /// @notice A seat as it is now.
    function seatOf(address jury, address court, uint32 seat) external view returns (Seat memory);

    /// @notice How many seats were ever taken on a bench.
    function seatCount(address jury, address court) external view returns (uint32);

    /// @notice How many seats of a bench were taken before `time`: they come first in it.
    function seatsTakenBefore(address jury, address court, uint40 time)
        external
        view
        returns (uint32);

    /// @notice The token in which stakes are paid.
    function stakeToken() external view returns (IERC20);

    /// @notice Base units behind a seat; a multiple of `SEAT_PARTS`.
    function seatStake() external view returns (uint256);

    /// @notice Seconds from leaving a seat to the payment of its stake.
    function seatExitDelay() external view returns (uint32);
}

/// @dev A seat votes in at most so many juries at once, and is spent after so many faults.
uint8 constant SEAT_PARTS = 4;
