// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IJurorStake, SEAT_PARTS, Seat} from "../interfaces/IJurorStake.sol";
import {ExactTransfers} from "../libraries/ExactTransfers.sol";

/// @title The stake of jurors, seat by seat.
/// @dev Tokens held >= parts left on all seats, times a part. A seat is one slot:
///
///     255   248 247  240 239   200 199    160 159   0
///     | locked | parts  | leftAt  | takenAt  | juror |
abstract contract JurorStake is IJurorStake {
    using SafeERC20 for IERC20;
    using ExactTransfers for IERC20;

    /// @inheritdoc IJurorStake
    IERC20 public immutable stakeToken;

    /// @inheritdoc IJurorStake
    uint256 public immutable seatStake;

    /// @inheritdoc IJurorStake
    uint32 public immutable seatExitDelay;

    mapping(address jury => mapping(address court => Seat[])) private _benches;

    constructor(IERC20 stakeToken_, uint256 seatStake_, uint32 seatExitDelay_) {
        if (seatStake_ == 0 || seatStake_ % SEAT_PARTS != 0) revert BadStake(seatStake_);
        stakeToken = stakeToken_;
        seatStake = seatStake_;
        seatExitDelay = seatExitDelay_;
    }

    /// @inheritdoc IJurorStake
    function takeSeats(address jury, address court, uint32 count)
        external
        returns (uint32 firstSeat)
    {
        if (jury == address(0)) revert ZeroJury();
        if (court == address(0)) revert ZeroCourt();
        if (count == 0) revert NoSeats();
        Seat[] storage bench = _benches[jury][court];
        firstSeat = uint32(bench.length);
        for (uint32 i = 0; i < count; ++i) {
            bench.push(Seat(msg.sender, uint40(block.timestamp), 0, SEAT_PARTS, 0));
        }
        emit SeatsTaken(jury, court, msg.sender, firstSeat, count);
        stakeToken.pull(count * seatStake);
    }

    /// @inheritdoc IJurorStake
    function leaveSeats(address jury, address court, uint32[] calldata seats) external {
        for (uint256 i = 0; i < seats.length; ++i) {
            Seat storage seat = _ownSeat(jury, court, seats[i]);
            if (seat.leftAt != 0) revert AlreadyLeft(seats[i]);
            seat.leftAt = uint40(block.timestamp);
            emit SeatLeft(jury, court, seats[i]);
        }
    }

    /// @inheritdoc IJurorStake
    function takeStake(address jury, address court, uint32[] calldata seats) external {
        uint256 parts = 0;
        for (uint256 i = 0; i < seats.length; ++i) {
            Seat storage seat = _ownSeat(jury, court, seats[i]);
            _requireGone(seats[i], seat);
            parts += seat.parts;
            seat.parts = 0;
        }
        uint256 amount = parts * _part();
        emit StakeTaken(msg.sender, amount);
        stakeToken.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IJurorStake
    function lockSeat(address court, uint32 number) external {
        Seat storage seat = _seat(msg.sender, court, number);
        if (seat.locked == seat.parts) revert NoFreePart(number);
        ++seat.locked;
        emit SeatLocked(msg.sender, court, number);
    }

    /// @inheritdoc IJurorStake
    function freeSeats(address court, uint32[] calldata seats, bool[] calldata forfeited)
        external
        returns (uint256 amount)
    {
        if (seats.length != forfeited.length) {
            revert LengthsDiffer(seats.length, forfeited.length);
        }
        uint256 parts = 0;
        for (uint256 i = 0; i < seats.length; ++i) {
            Seat storage seat = _seat(msg.sender, court, seats[i]);
            if (seat.locked == 0) revert NotLocked(seats[i]);
            --seat.locked;
            if (forfeited[i]) {
                --seat.parts;
                ++parts;
            }
            emit SeatFreed(msg.sender, court, seats[i], forfeited[i]);
        }
        amount = parts * _part();
        if (amount != 0) stakeToken.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IJurorStake
    function seatOf(address jury, address court, uint32 number)
        external
        view
        returns (Seat memory)
    {
        return _seat(jury, court, number);
    }

    /// @inheritdoc IJurorStake
    function seatCount(address jury, address court) external view returns (uint32) {
        return uint32(_benches[jury][court].length);
    }

    /// @inheritdoc IJurorStake
    function seatsTakenBefore(address jury, address court, uint40 time)
        external
        view
        returns (uint32)
    {
        Seat[] storage bench = _benches[jury][court];
        uint256 low = 0;
        uint256 high = bench.length;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (bench[middle].takenAt < time) low = middle + 1;
            else high = middle;
        }
        // forge-lint: disable-next-line(unsafe-typecast) 2^32 seats cannot be paid for
        return uint32(low);
    }

    function _requireGone(uint32 number, Seat storage seat) private view {
        if (seat.leftAt == 0) revert NotLeft(number);
        uint256 availableAt = uint256(seat.leftAt) + seatExitDelay;
        if (block.timestamp < availableAt) revert ExitRunning(number, availableAt);
        if (seat.locked != 0) revert SeatInUse(number, seat.locked);
        if (seat.parts == 0) revert NoStakeLeft(number);
    }

    function _ownSeat(address jury, address court, uint32 number)
        private
        view
        returns (Seat storage seat)
    {
        seat = _seat(jury, court, number);
        if (seat.juror != msg.sender) revert NotJuror(number, msg.sender, seat.juror);
    }

    function _seat(address jury, address court, uint32 number) private view returns (Seat storage) {
        Seat[] storage bench = _benches[jury][court];
        if (number >= bench.length) revert UnknownSeat(number);
        return bench[number];
    }

    /// @dev What one fault costs.
    function _part() private view returns (uint256) {
        return seatStake / SEAT_PARTS;
    }
}
