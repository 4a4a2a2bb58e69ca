// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IDeposits, Permit, Permit2Transfer} from "./interfaces/IDeposits.sol";
import {ILabelPool} from "./interfaces/ILabelPool.sol";
import {IPermit2} from "./interfaces/IPermit2.sol";
import {IWrappedNative} from "./interfaces/IWrappedNative.sol";
import {ProjectTerms} from "./interfaces/PoolTypes.sol";

/// @title Deposits in one transaction: by permit, by Permit2, or in the chain's own coin.
/// @dev Each call takes exactly the deposit, hands it to the pool, and refuses if anything is left.
contract Deposits is IDeposits {
    using SafeERC20 for IERC20;

    /// @inheritdoc IDeposits
    IPermit2 public immutable permit2;

    /// @inheritdoc IDeposits
    IWrappedNative public immutable wrappedNative;

    /// @dev Nothing may stay here: neither tokens nor an allowance.
    modifier handsOver(ILabelPool pool) {
        IERC20 token = pool.token();
        uint256 before = token.balanceOf(address(this));
        _;
        uint256 balance = token.balanceOf(address(this));
        uint256 allowance = token.allowance(address(this), address(pool));
        if (balance > before) revert LeftOver(balance, before);
        if (allowance != 0) revert LeftOver(allowance, 0);
    }

    constructor(IPermit2 permit2_, IWrappedNative wrappedNative_) {
        permit2 = permit2_;
        wrappedNative = wrappedNative_;
    }

    /// @inheritdoc IDeposits
    function openProjectWithPermit(
        ILabelPool pool,
        ProjectTerms calldata terms,
        uint64 deposit,
        Permit calldata permit
    ) external handsOver(pool) returns (uint32 projectNumber) {
        _takePermitted(pool, deposit, permit);
        return pool.openProjectFor(msg.sender, terms, deposit);
    }

    /// @inheritdoc IDeposits
    function topUpWithPermit(
        ILabelPool pool,
        uint32 projectNumber,
        uint64 amount,
        Permit calldata permit
    ) external handsOver(pool) {
        _takePermitted(pool, amount, permit);
        pool.topUp(projectNumber, amount);
    }

    /// @inheritdoc IDeposits
    function openProjectWithPermit2(
        ILabelPool pool,
        ProjectTerms calldata terms,
        uint64 deposit,
        Permit2Transfer calldata transfer
    ) external handsOver(pool) returns (uint32 projectNumber) {
        _takeThroughPermit2(pool, deposit, transfer);
        return pool.openProjectFor(msg.sender, terms, deposit);
    }

    /// @inheritdoc IDeposits
    function topUpWithPermit2(
        ILabelPool pool,
        uint32 projectNumber,
        uint64 amount,
        Permit2Transfer calldata transfer
    ) external handsOver(pool) {
        _takeThroughPermit2(pool, amount, transfer);
        pool.topUp(projectNumber, amount);
    }

    /// @inheritdoc IDeposits
    function openProjectWithNative(ILabelPool pool, ProjectTerms calldata terms, uint64 deposit)
        external
        payable
        handsOver(pool)
        returns (uint32 projectNumber)
    {
        _wrap(pool, deposit);
        return pool.openProjectFor(msg.sender, terms, deposit);
    }

    /// @inheritdoc IDeposits
    function topUpWithNative(ILabelPool pool, uint32 projectNumber, uint64 amount)
        external
        payable
        handsOver(pool)
    {
        _wrap(pool, amount);
        pool.topUp(projectNumber, amount);
    }

    /// @dev Take `amount` units of the caller's tokens. A permit that does not work is no obstacle:
    /// somebody may have used it first, and then the allowance is there, or else the transfer fails.
    function _takePermitted(ILabelPool pool, uint64 amount, Permit calldata permit) private {
        IERC20 token = pool.token();
        uint256 value = amount * pool.unit();
        try IERC20Permit(address(token))
            .permit(
                msg.sender,
                address(this),
                permit.value,
                permit.deadline,
                permit.v,
                permit.r,
                permit.s
            ) {}
            catch {}
        token.safeTransferFrom(msg.sender, address(this), value);
        token.forceApprove(address(pool), value);
    }

    function _takeThroughPermit2(ILabelPool pool, uint64 amount, Permit2Transfer calldata transfer)
        private
    {
        IERC20 token = pool.token();
        uint256 value = amount * pool.unit();
        permit2.permitTransferFrom(
            IPermit2.PermitTransferFrom(
                IPermit2.TokenPermissions(address(token), value), transfer.nonce, transfer.deadline
            ),
            IPermit2.SignatureTransferDetails(address(this), value),
            msg.sender,
            transfer.signature
        );
        token.forceApprove(address(pool), value);
    }

    function _wrap(ILabelPool pool, uint64 amount) private {
        IERC20 token = pool.token();
        if (address(token) != address(wrappedNative)) {
            revert NativeNotTaken(address(token), address(wrappedNative));
        }
        uint256 value = amount * pool.unit();
        if (msg.value != value) revert WrongValue(msg.value, value);
        wrappedNative.deposit{value: value}();
        token.forceApprove(address(pool), value);
    }
}
