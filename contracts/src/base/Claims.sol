// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IHalts} from "../interfaces/IHalts.sol";
import {Claim, HaltCause, PoolState} from "../interfaces/PoolTypes.sol";
import {Amounts} from "../libraries/Amounts.sol";
import {Funds} from "../libraries/PackedFunds.sol";
import {CreditLedger} from "./CreditLedger.sol";
import {Halts} from "./Halts.sol";

/// @title Divides what a halted operator leaves: the Court's awards first, then receipts.
abstract contract Claims is Halts, CreditLedger {
    using Amounts for uint256;

    // What was claimed in each rank, each claim at most the pot.
    uint256 private _awards;
    uint256 private _shortfalls;

    // What is paid for it, and what the pot was; unpacked, because this is hardly ever used.
    uint256 private _forAwards;
    uint256 private _forShortfalls;
    uint64 private _pot;

    mapping(address claimant => Claim) private _claims;

    /// @inheritdoc IHalts
    function convict(address reporter_, address[] calldata beneficiaries, uint64[] calldata amounts)
        external
    {
        _requireCourt();
        if (amounts.length != beneficiaries.length) {
            revert UnequalLengths(beneficiaries.length, amounts.length);
        }
        Funds memory funds = _funds();
        if (funds.state == PoolState.Running) _halt(HaltCause.Dispute, reporter_, funds);
        else if (!_takesClaims(funds)) return;
        uint256 potNow = _potOf(funds, _halted);
        for (uint256 i = 0; i < beneficiaries.length; ++i) {
            _award(beneficiaries[i], amounts[i], potNow);
        }
    }

    /// @inheritdoc IHalts
    function settleClaims() external {
        Funds memory funds = _funds();
        if (funds.state != PoolState.Halted) revert NotHalted();
        if (block.timestamp <= _claimsCloseAt()) revert ClaimsOpen(_claimsCloseAt());
        Halt memory halted = _halted;
        uint48 potNow = _potOf(funds, halted);
        uint48 forAwards = Math.min(potNow, _awards).fit48();
        uint48 forShortfalls = Math.min(potNow - forAwards, _shortfalls).fit48();
        funds.float = forAwards + forShortfalls;
        funds.fees = potNow - funds.float;
        funds.bond -= _keptBond(halted);
        funds.state = PoolState.Settled;
        _storeFunds(funds);
        (_pot, _forAwards, _forShortfalls) = (potNow, forAwards, forShortfalls);
        emit ClaimsSettled(forAwards, forShortfalls, funds.fees);
    }

    /// @inheritdoc IHalts
    function payClaim(address claimant) external {
        Funds memory funds = _funds();
        if (funds.state != PoolState.Settled) revert NotSettled();
        Claim memory claim = _claims[claimant];
        if (claim.paid || claim.award + claim.shortfall == 0) revert NothingToPay();
        uint48 amount = _shareDown(claim).fit48();
        _claims[claimant].paid = true;
        funds.float -= amount;
        _storeFunds(funds);
        _creditOne(claimant, amount);
        emit ClaimPaid(claimant, amount);
    }

    /// @inheritdoc IHalts
    function pot() external view returns (uint64) {
        Funds memory funds = _funds();
        if (funds.state == PoolState.Running) return 0;
        if (funds.state == PoolState.Settled) return _pot;
        return _potOf(funds, _halted);
    }

    /// @inheritdoc IHalts
    function claimOf(address claimant) external view returns (Claim memory) {
        return _claims[claimant];
    }

    /// @dev Set what receipts show that `claimant` lacks, if that is more than was claimed before.
    function _claimShortfall(address claimant, uint256 lacking) internal {
        uint64 shortfall = uint64(Math.min(lacking, _potOf(_funds(), _halted)));
        uint64 before = _claims[claimant].shortfall;
        if (shortfall <= before) revert ClaimNotLarger(claimant, shortfall, before);
        _claims[claimant].shortfall = shortfall;
        _shortfalls += shortfall - before;
        emit ClaimFiled(claimant, shortfall);
    }

    function _requireClaimTime() internal view {
        Funds memory funds = _funds();
        if (funds.state == PoolState.Running) revert NotHalted();
        if (!_takesClaims(funds)) revert ClaimsClosed(_claimsCloseAt());
    }

    function _award(address beneficiary, uint64 amount, uint256 potNow) private {
        uint64 before = _claims[beneficiary].award;
        uint64 award = uint64(Math.min(uint256(before) + amount, potNow));
        _claims[beneficiary].award = award;
        _awards += award - before;
        emit Awarded(beneficiary, award - before);
    }

    function _takesClaims(Funds memory funds) private view returns (bool) {
        return funds.state == PoolState.Halted && block.timestamp <= _claimsCloseAt();
    }

    /// @dev What a claim is paid. Both quotients are at most what was claimed.
    function _shareDown(Claim memory claim) private view returns (uint256 amount) {
        if (claim.award != 0) amount = claim.award * _forAwards / _awards;
        if (claim.shortfall != 0) amount += claim.shortfall * _forShortfalls / _shortfalls;
    }
}
