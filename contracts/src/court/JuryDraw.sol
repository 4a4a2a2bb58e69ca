// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJurorStake, Seat} from "../interfaces/IJurorStake.sol";
import {IJury, JuryRequest, Place} from "../interfaces/IJury.sol";

/// @title Draws jurors from a frozen bench, seat by seat, none twice in a dispute.
/// @dev The bench was frozen when the dispute began: seats taken before, and not left before. What
/// can still take a seat out of the lot is only its own punishment in another dispute, or votes in
/// progress on each of its parts.
abstract contract JuryDraw is IJury {
    /// @dev Enough for benches of which one seat in a hundred is alive, within the gas of one
    /// transaction.
    uint256 private constant MAX_LOTS = 2_000;

    /// @inheritdoc IJury
    IJurorStake public immutable stake;

    mapping(uint256 disputeId => Place[]) internal _places;

    constructor(IJurorStake stake_) {
        stake = stake_;
    }

    /// @dev Draw `size` jurors; lock their seats.
    function _draw(uint256 disputeId, address court, JuryRequest memory request, uint256 size)
        internal
    {
        uint256 first = _places[disputeId].length;
        uint32[] memory drawn = _seatsDrawn(disputeId, first, size);
        uint32 count = stake.seatsTakenBefore(address(this), court, request.frozenAt);
        uint256 next = first;
        for (uint256 lot = 0; next < first + size; ++lot) {
            if (lot == MAX_LOTS || count == 0) revert TooFewJurors(next - first, size);
            bytes32 random = keccak256(abi.encode(request.seed, first, lot));
            // forge-lint: disable-next-line(unsafe-typecast) less than a uint32
            uint32 number = uint32(uint256(random) % count);
            if (_contains(drawn, next, number)) continue;
            Seat memory seat = stake.seatOf(address(this), court, number);
            if (!_canServe(seat, request)) continue;
            drawn[next] = number;
            _places[disputeId].push(Place(seat.juror, number, 0, 0));
            emit JurorDrawn(disputeId, seat.juror, next, number);
            stake.lockSeat(court, number);
            ++next;
        }
    }

    /// @dev The seats drawn in earlier rounds, with room for `size` more.
    function _seatsDrawn(uint256 disputeId, uint256 count, uint256 size)
        private
        view
        returns (uint32[] memory drawn)
    {
        drawn = new uint32[](count + size);
        for (uint256 i = 0; i < count; ++i) {
            drawn[i] = _places[disputeId][i].seat;
        }
    }

    function _contains(uint32[] memory seats, uint256 count, uint32 seat)
        private
        pure
        returns (bool)
    {
        for (uint256 i = 0; i < count; ++i) {
            if (seats[i] == seat) return true;
        }
        return false;
    }

    function _canServe(Seat memory seat, JuryRequest memory request) private pure returns (bool) {
        if (seat.locked == seat.parts) return false;
        if (seat.leftAt != 0 && seat.leftAt < request.frozenAt) return false;
        return seat.juror != request.parties[0] && seat.juror != request.parties[1];
    }
}
