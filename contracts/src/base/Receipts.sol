// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IHalts} from "../interfaces/IHalts.sol";
import {IReceipts} from "../interfaces/IReceipts.sol";
import {HaltCause, LateReceipt, Receipt} from "../interfaces/PoolTypes.sol";
import {Funds} from "../libraries/PackedFunds.sol";
import {Claims} from "./Claims.sol";
import {PoolMessages} from "./PoolMessages.sol";

/// @title Holds the operator to its receipts.
abstract contract Receipts is Claims, PoolMessages {
    bytes32 private constant RECEIPT_TYPEHASH = keccak256(
        "Receipt(address labeler,uint64 number,uint64 owed,uint32 project,uint32 sequence,"
        "bytes32 head,bytes32 task,uint16 position,uint64 settleBy)"
    );

    mapping(address labeler => LateReceipt) private _late;

    /// @inheritdoc IReceipts
    function fileLateReceipt(Receipt memory receipt, bytes calldata signature) external {
        _runningFunds();
        if (block.timestamp <= receipt.settleBy) revert NotLate(receipt.labeler, receipt.settleBy);
        uint64 credit = _creditBelow(receipt);
        _requireReceiptKey(_signerOf(receiptDigest(receipt), signature));
        LateReceipt memory late = _late[receipt.labeler];
        if (late.owed > credit) {
            if (receipt.owed <= late.owed) {
                revert NotLarger(receipt.labeler, receipt.owed, late.owed);
            }
        } else {
            late.graceEndsAt = uint40(block.timestamp + _grace);
        }
        late.owed = receipt.owed;
        _late[receipt.labeler] = late;
        emit LateReceiptFiled(receipt.labeler, late.owed, late.graceEndsAt);
    }

    /// @inheritdoc IReceipts
    function defaultOn(address labeler) external {
        Funds memory funds = _runningFunds();
        LateReceipt memory late = _late[labeler];
        if (late.owed == 0) revert NothingFiled(labeler);
        if (block.timestamp <= late.graceEndsAt) revert GraceRunning(labeler, late.graceEndsAt);
        uint64 credit = _creditAt(registry.indexOf(labeler));
        if (credit >= late.owed) revert AlreadyCredited(labeler, late.owed, credit);
        uint64 shortfall = late.owed - credit;
        // forge-lint: disable-next-line(unsafe-typecast) less than a uint48
        uint48 paid = shortfall < funds.float ? uint48(shortfall) : funds.float;
        funds.float -= paid;
        _creditOne(labeler, paid);
        emit Defaulted(labeler, paid, shortfall - paid);
        _halt(HaltCause.Default, address(0), funds);
        if (shortfall != paid) _claimShortfall(labeler, shortfall - paid);
    }

    /// @inheritdoc IReceipts
    function proveEquivocation(
        Receipt memory first,
        bytes calldata firstSignature,
        Receipt memory second,
        bytes calldata secondSignature
    ) external {
        Funds memory funds = _runningFunds();
        bytes32 firstDigest = receiptDigest(first);
        bytes32 secondDigest = receiptDigest(second);
        if (firstDigest == secondDigest || !_contradict(first, second)) revert NoEquivocation();
        address signer = _signerOf(firstDigest, firstSignature);
        _requireReceiptKey(signer);
        address other = _signerOf(secondDigest, secondSignature);
        if (other != signer) _requireReceiptKey(other);
        _halt(HaltCause.Equivocation, msg.sender, funds);
    }

    /// @inheritdoc IHalts
    function fileClaim(Receipt memory receipt, bytes calldata signature) external {
        _requireClaimTime();
        uint64 credit = _creditBelow(receipt);
        _requireReceiptKey(_signerOf(receiptDigest(receipt), signature));
        _claimShortfall(receipt.labeler, receipt.owed - credit);
    }

    /// @inheritdoc IReceipts
    function lateReceiptOf(address labeler) external view returns (LateReceipt memory) {
        return _late[labeler];
    }

    /// @inheritdoc IReceipts
    function receiptDigest(Receipt memory receipt) public view returns (bytes32) {
        return _digestOf(keccak256(abi.encode(RECEIPT_TYPEHASH, receipt)));
    }

    /// @dev The labeler's credit; refused if it is not below what the receipt says.
    function _creditBelow(Receipt memory receipt) private view returns (uint64 credit) {
        credit = _creditAt(registry.indexOf(receipt.labeler));
        if (credit >= receipt.owed) {
            revert AlreadyCredited(receipt.labeler, receipt.owed, credit);
        }
    }

    function _requireReceiptKey(address signer) private view {
        if (!registry.isReceiptKey(operator, signer)) revert NotReceiptKey(signer);
    }

    /// @dev The zero address if the signature is malformed, which is nobody's receipt key.
    function _signerOf(bytes32 digest, bytes calldata signature) private pure returns (address) {
        (address signer,,) = ECDSA.tryRecoverCalldata(digest, signature);
        return signer;
    }

    function _contradict(Receipt memory first, Receipt memory second) private pure returns (bool) {
        bool sameProject = first.project == second.project;
        if (sameProject && first.task == second.task && first.position == second.position) {
            return true;
        }
        if (first.labeler != second.labeler) return false;
        return first.number == second.number || (sameProject && first.sequence == second.sequence);
    }
}
