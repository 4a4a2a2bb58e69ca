// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {ILabelPool, Withdrawal} from "../interfaces/ILabelPool.sol";
import {PackedAccounts} from "../libraries/PackedAccounts.sol";
import {CreditLedger} from "./CreditLedger.sol";
import {TokenVault} from "./TokenVault.sol";

/// @title Pays credit out to whom the labeler names, and to nobody else.
abstract contract Withdrawals is TokenVault, CreditLedger, EIP712 {
    using PackedAccounts for uint256;

    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256(
        "Withdrawal(address labeler,address destination,uint64 amount,uint64 maxRelayFee,"
        "uint64 nonce,uint64 deadline)"
    );

    mapping(uint256 slotNumber => uint256 pair) private _accounts;

    constructor() EIP712("Labelfield", "1") {}

    /// @inheritdoc ILabelPool
    function withdraw(Withdrawal calldata withdrawal, bytes calldata signature, uint64 relayFee)
        external
        nonReentrant
    {
        _checkTerms(withdrawal, relayFee);
        uint32 index = registry.indexOf(withdrawal.labeler);
        uint256 slotNumber = PackedAccounts.slotNumberOf(index);
        uint256 pair = _accounts[slotNumber];
        (uint64 withdrawn, uint64 nonce) = pair.accountOf(index);
        if (withdrawal.nonce != nonce) {
            revert WrongNonce(withdrawal.labeler, withdrawal.nonce, nonce);
        }
        _checkAvailable(withdrawal, _creditAt(index) - withdrawn);
        _checkSignature(withdrawal, signature);
        _accounts[slotNumber] = pair.replaced(index, withdrawn + withdrawal.amount, nonce + 1);
        emit Withdrawn(
            withdrawal.labeler,
            withdrawal.destination,
            withdrawal.amount,
            relayFee,
            withdrawal.nonce
        );
        _push(withdrawal.destination, withdrawal.amount - relayFee);
        _push(msg.sender, relayFee);
    }

    /// @inheritdoc ILabelPool
    function withdrawnOf(address labeler) external view returns (uint64) {
        (uint64 withdrawn,) = _accountOf(labeler);
        return withdrawn;
    }

    /// @inheritdoc ILabelPool
    function nonceOf(address labeler) external view returns (uint64) {
        (, uint64 nonce) = _accountOf(labeler);
        return nonce;
    }

    /// @inheritdoc ILabelPool
    function withdrawalDigest(Withdrawal calldata withdrawal) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(WITHDRAWAL_TYPEHASH, withdrawal)));
    }

    function _accountOf(address labeler) private view returns (uint64 withdrawn, uint64 nonce) {
        uint32 index = registry.indexOf(labeler);
        return _accounts[PackedAccounts.slotNumberOf(index)].accountOf(index);
    }

    function _checkTerms(Withdrawal calldata withdrawal, uint64 relayFee) private view {
        if (block.timestamp > withdrawal.deadline) revert WithdrawalExpired(withdrawal.deadline);
        if (withdrawal.destination == address(0) || withdrawal.destination == address(this)) {
            revert BadDestination(withdrawal.destination);
        }
        if (withdrawal.amount == 0) revert ZeroAmount();
        if (relayFee > withdrawal.maxRelayFee) {
            revert RelayFeeTooHigh(relayFee, withdrawal.maxRelayFee);
        }
        if (relayFee > withdrawal.amount) revert RelayFeeTooHigh(relayFee, withdrawal.amount);
    }

    function _checkAvailable(Withdrawal calldata withdrawal, uint64 available) private pure {
        if (withdrawal.amount > available) {
            revert BeyondCredit(withdrawal.labeler, withdrawal.amount, available);
        }
    }

    /// @dev ECDSA is tried before ERC-1271: asking whether the labeler has code costs 2,600 gas, and
    /// the key of an account that has both (EIP-7702) rules that account anyway.
    function _checkSignature(Withdrawal calldata withdrawal, bytes calldata signature)
        private
        view
    {
        address labeler = withdrawal.labeler;
        bytes32 digest = withdrawalDigest(withdrawal);
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (problem == ECDSA.RecoverError.NoError && signer == labeler) return;
        if (!SignatureChecker.isValidERC1271SignatureNowCalldata(labeler, digest, signature)) {
            revert WrongSignature(labeler);
        }
    }
}
