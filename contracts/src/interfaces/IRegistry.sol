// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A labeler's standing order; signed as EIP-712 typed data under the registry's domain
/// (name "Labelfield Registry", version "1").
struct PayoutOrder {
    address labeler;
    /// Where pools pay the labeler's credit; the zero address ends it.
    address payoutAddress;
    uint64 nonce;
    /// Last second at which the order is good.
    uint64 deadline;
}

/// @notice An operator's keys.
struct OperatorKeys {
    /// Sends checkpoints and openings.
    address checkpointKey;
    /// Signs receipts.
    address receiptKey;
    /// The keys that follow, and when; zeros if no rotation is announced.
    address nextCheckpointKey;
    address nextReceiptKey;
    uint40 rotatesAt;
    /// The receipt key before, and the last second in which its receipts count.
    address previousReceiptKey;
    uint40 previousValidUntil;
}

/// @notice What a labeler has earned, as far as the chain knows.
struct Reputation {
    /// 0 if it is not registered.
    uint32 index;
    /// When it was registered.
    uint40 registeredAt;
    /// Its credit in each pool asked for, in the pool's units.
    uint64[] credits;
}

/// @title The permanent list of labelers, and the keys of operators.
/// @notice Gives every labeler a dense index, from 1 and for ever, so that a pool can keep four
/// credits in one storage slot and name a labeler in four bytes; keeps where labelers want to be
/// paid and by which keys operators act.
/// @dev Assumptions: none. Nobody has a special role, and an index says nothing about its holder
/// except that somebody once registered the address. One list serves all pools of a chain.
interface IRegistry {
    /// @notice `labeler` holds `index` from now on.
    event LabelerRegistered(uint32 indexed index, address indexed labeler);
    /// @notice Pools pay `labeler` at `payoutAddress` from now on, or no more if that is zero.
    event PayoutAddressSet(address indexed labeler, address payoutAddress, uint64 nonce);
    /// @notice `operator` acts by these keys from `rotatesAt` on.
    event KeysSet(
        address indexed operator, address checkpointKey, address receiptKey, uint40 rotatesAt
    );

    error ZeroLabeler();
    error ZeroKey();
    error SharedKey(address key);
    error RotationTooFast(uint32 rotationDelay, uint32 redeemTime);
    error OrderExpired(uint64 deadline);
    error WrongOrderNonce(address labeler, uint64 nonce, uint64 expected);
    error WrongOrderSignature(address labeler);

    /// @notice Give each of `labelers` that has no index the next free one; skip the others.
    /// @dev Anyone may call. Those already registered are skipped, so that nobody can make a batch
    /// revert by registering one of its members first.
    function register(address[] calldata labelers) external;

    /// @notice Have pools pay the caller's credit at `payoutAddress`; the zero address ends it.
    /// @dev Voids orders signed before.
    function setPayoutAddress(address payoutAddress) external;

    /// @notice As `setPayoutAddress`, for the labeler that signed the order. Anyone may call.
    /// @dev The signature is ECDSA or ERC-1271.
    function setPayoutAddressFor(PayoutOrder calldata order, bytes calldata signature) external;

    /// @notice Set the caller's keys as an operator: at once the first time, afterwards after
    /// `rotationDelay()`. Replaces an announced rotation that has not come yet.
    /// @dev The receipt key that goes stays good for `redeemTime()`; the checkpoint key does not.
    function setKeys(address checkpointKey, address receiptKey) external;

    /// @notice The index of `labeler`, or 0 if it has none.
    function indexOf(address labeler) external view returns (uint32);

    /// @notice The index of each of `labelers`, or 0 for those that have none.
    function indicesOf(address[] calldata labelers) external view returns (uint32[] memory);

    /// @notice The labeler at `index`, or the zero address if there is none.
    function labelerOf(uint32 index) external view returns (address);

    /// @notice How many labelers are registered, which is also the highest index.
    function labelerCount() external view returns (uint32);

    /// @notice Where pools pay `labeler`; the zero address if it has not said.
    function payoutAddressOf(address labeler) external view returns (address);

    /// @notice The nonce that the next payout order of `labeler` must carry.
    function payoutNonceOf(address labeler) external view returns (uint64);

    /// @notice What `labeler` signs for `order`.
    function payoutOrderDigest(PayoutOrder calldata order) external view returns (bytes32);

    /// @notice The key that sends the operator's checkpoints now, and the first second in which it
    /// could be another, whatever the operator does: the announced rotation, or else the soonest
    /// that it could announce. An operator without keys has the zero address, good until now.
    function checkpointKeyOf(address operator) external view returns (address key, uint40 goodUntil);

    /// @notice Whether receipts that `key` signed for `operator` count now.
    function isReceiptKey(address operator, address key) external view returns (bool);

    /// @notice The operator's keys as they are now.
    function keysOf(address operator) external view returns (OperatorKeys memory);

    /// @notice Seconds from the announcement of new keys to their use.
    function rotationDelay() external view returns (uint32);

    /// @notice Seconds for which a receipt key's receipts count after its rotation.
    function redeemTime() external view returns (uint32);

    /// @notice What `labeler` has earned in `pools`, which the asker must have chosen: anyone can
    /// make a pool whose credits are worth nothing.
    function reputationOf(address labeler, address[] calldata pools)
        external
        view
        returns (Reputation memory);
}
