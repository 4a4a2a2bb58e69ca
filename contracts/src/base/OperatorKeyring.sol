// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistry, OperatorKeys} from "../interfaces/IRegistry.sol";

/// @title By which keys operators act, and from when.
abstract contract OperatorKeyring is IRegistry {
    // Five slots:
    //
    //     | rotatesAt u40 | checkpointKey |
    //     | receiptKey |
    //     | nextCheckpointKey |
    //     | nextReceiptKey |
    //     | previousValidUntil u40 | previousReceiptKey |
    //
    // A rotation that has come is moved into the first two slots by the next setKeys.
    struct Keyring {
        address checkpointKey;
        uint40 rotatesAt;
        address receiptKey;
        address nextCheckpointKey;
        address nextReceiptKey;
        address previousReceiptKey;
        uint40 previousValidUntil;
    }

    /// @inheritdoc IRegistry
    uint32 public immutable rotationDelay;

    /// @inheritdoc IRegistry
    uint32 public immutable redeemTime;

    mapping(address operator => Keyring) private _keyrings;

    /// @dev A rotation takes longer than the redemption of the one before, so that of receipt keys
    /// that are gone one alone counts.
    constructor(uint32 rotationDelay_, uint32 redeemTime_) {
        if (redeemTime_ == 0 || rotationDelay_ < redeemTime_) {
            revert RotationTooFast(rotationDelay_, redeemTime_);
        }
        rotationDelay = rotationDelay_;
        redeemTime = redeemTime_;
    }

    /// @inheritdoc IRegistry
    function setKeys(address checkpointKey, address receiptKey) external {
        if (checkpointKey == address(0) || receiptKey == address(0)) revert ZeroKey();
        if (checkpointKey == receiptKey) revert SharedKey(checkpointKey);
        Keyring storage keyring = _keyrings[msg.sender];
        if (keyring.checkpointKey == address(0)) {
            keyring.checkpointKey = checkpointKey;
            keyring.receiptKey = receiptKey;
            emit KeysSet(msg.sender, checkpointKey, receiptKey, uint40(block.timestamp));
            return;
        }
        if (_hasRotated(keyring)) _completeRotation(keyring);
        uint40 rotatesAt = uint40(block.timestamp + rotationDelay);
        keyring.rotatesAt = rotatesAt;
        keyring.nextCheckpointKey = checkpointKey;
        keyring.nextReceiptKey = receiptKey;
        emit KeysSet(msg.sender, checkpointKey, receiptKey, rotatesAt);
    }

    /// @inheritdoc IRegistry
    function checkpointKeyOf(address operator)
        external
        view
        returns (address key, uint40 goodUntil)
    {
        Keyring storage keyring = _keyrings[operator];
        uint40 soonest = uint40(block.timestamp + rotationDelay);
        if (_hasRotated(keyring)) return (keyring.nextCheckpointKey, soonest);
        key = keyring.checkpointKey;
        if (key == address(0)) return (key, uint40(block.timestamp));
        uint40 rotatesAt = keyring.rotatesAt;
        return (key, rotatesAt == 0 ? soonest : rotatesAt);
    }

    /// @inheritdoc IRegistry
    function isReceiptKey(address operator, address key) external view returns (bool) {
        if (key == address(0)) return false;
        Keyring storage keyring = _keyrings[operator];
        if (!_hasRotated(keyring)) {
            return key == keyring.receiptKey
                || (key == keyring.previousReceiptKey
                    && block.timestamp <= keyring.previousValidUntil);
        }
        return key == keyring.nextReceiptKey
            || (key == keyring.receiptKey && block.timestamp <= keyring.rotatesAt + redeemTime);
    }

    /// @inheritdoc IRegistry
    function keysOf(address operator) external view returns (OperatorKeys memory keys) {
        Keyring storage keyring = _keyrings[operator];
        if (_hasRotated(keyring)) {
            keys.checkpointKey = keyring.nextCheckpointKey;
            keys.receiptKey = keyring.nextReceiptKey;
            keys.previousReceiptKey = keyring.receiptKey;
            keys.previousValidUntil = keyring.rotatesAt + redeemTime;
            return keys;
        }
        return OperatorKeys({
            checkpointKey: keyring.checkpointKey,
            receiptKey: keyring.receiptKey,
            nextCheckpointKey: keyring.nextCheckpointKey,
            nextReceiptKey: keyring.nextReceiptKey,
            rotatesAt: keyring.rotatesAt,
            previousReceiptKey: keyring.previousReceiptKey,
            previousValidUntil: keyring.previousValidUntil
        });
    }

    function _completeRotation(Keyring storage keyring) private {
        keyring.previousReceiptKey = keyring.receiptKey;
        keyring.previousValidUntil = keyring.rotatesAt + redeemTime;
        keyring.checkpointKey = keyring.nextCheckpointKey;
        keyring.receiptKey = keyring.nextReceiptKey;
    }

    function _hasRotated(Keyring storage keyring) private view returns (bool) {
        return keyring.rotatesAt != 0 && block.timestamp >= keyring.rotatesAt;
    }
}
