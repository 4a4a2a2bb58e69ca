// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../interfaces/IHalts.sol";
import {HaltCause, PoolState} from "../interfaces/PoolTypes.sol";
import {Amounts} from "../libraries/Amounts.sol";
import {Funds} from "../libraries/PackedFunds.sol";
import {OperatorFunds} from "./OperatorFunds.sol";

/// @title Stops an operator and says what its money is for.
abstract contract Halts is OperatorFunds {
    using Amounts for uint256;

    // | rewarded u8 | burned u8 | bond u48 | haltedAt u32 | reporter |
    struct Halt {
        address reporter;
        uint32 haltedAt;
        // What it was, so that parts of it have the same size before and after they are paid.
        uint48 bond;
        bool burned;
        bool rewarded;
    }

    address private constant NOBODY = 0x000000000000000000000000000000000000dEaD;
    uint48 private constant BURNED_PARTS = 2;
    uint48 private constant REWARD_PARTS = 20;

    Halt internal _halted;

    /// @inheritdoc IHalts
    function burnBond() external nonReentrant {
        Halt memory halted = _existingHalt();
        uint48 amount = _burnedDown(halted);
        if (halted.burned || amount == 0) revert NothingToPay();
        _halted.burned = true;
        _takeFromBond(amount);
        emit BondBurned(amount);
        _push(NOBODY, amount);
    }

    /// @inheritdoc IHalts
    function payReward() external nonReentrant {
        Halt memory halted = _existingHalt();
        uint48 amount = _rewardDown(halted);
        if (halted.rewarded || amount == 0) revert NothingToPay();
        _halted.rewarded = true;
        _takeFromBond(amount);
        emit RewardPaid(halted.reporter, amount);
        _push(halted.reporter, amount);
    }

    /// @inheritdoc IHalts
    function haltedAt() external view returns (uint40) {
        return _halted.haltedAt;
    }

    /// @inheritdoc IHalts
    function reporter() external view returns (address) {
        return _halted.reporter;
    }

    /// @dev Halt the pool whose funds are `funds`, and store them.
    function _halt(HaltCause cause, address reporter_, Funds memory funds) internal {
        funds.bond = (uint256(funds.bond) + _bondExit.amount).fit46();
        funds.state = PoolState.Halted;
        delete _bondExit;
        delete _floatExit;
        _storeFunds(funds);
        _halted = Halt(reporter_, uint32(block.timestamp), funds.bond, false, false);
        emit Halted(cause, reporter_, funds.bond, _claimsCloseAt());
    }

    /// @dev Last second in which claims are taken.
    function _claimsCloseAt() internal view returns (uint40) {
        return uint40(_halted.haltedAt) + _claimTime;
    }

    /// @dev What claims are paid from, until they are settled.
    function _potOf(Funds memory funds, Halt memory halted) internal pure returns (uint48) {
        return funds.float + funds.fees + _keptBond(halted);
    }

    /// @dev What neither fire nor a reporter gets of the bond.
    function _keptBond(Halt memory halted) internal pure returns (uint48) {
        return halted.bond - _burnedDown(halted) - _rewardDown(halted);
    }

    function _takeFromBond(uint48 amount) private {
        Funds memory funds = _funds();
        funds.bond -= amount;
        _storeFunds(funds);
    }

    function _existingHalt() private view returns (Halt memory halted) {
        halted = _halted;
        if (halted.haltedAt == 0) revert NotHalted();
    }

    function _burnedDown(Halt memory halted) private pure returns (uint48) {
        return halted.bond / BURNED_PARTS;
    }

    function _rewardDown(Halt memory halted) private pure returns (uint48) {
        return halted.reporter == address(0) ? 0 : _burnedDown(halted) / REWARD_PARTS;
    }
}
