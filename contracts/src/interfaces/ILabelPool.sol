// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {IRegistry} from "./IRegistry.sol";

/// @notice What a pool is made with; none of it ever changes.
struct PoolSettings {
    /// The token that pays.
    IERC20Metadata token;
    /// Where labelers have their indices.
    IRegistry registry;
    /// Owns float, bond and fees.
    address operator;
    /// Sends checkpoints.
    address checkpointKey;
    /// Signs receipts, off chain.
    address receiptKey;
    /// One unit is 10^-unitDecimals of a token.
    uint8 unitDecimals;
    /// The largest fee that a project can agree to, in hundredths of a percent of its credits.
    uint16 maxFeeBps;
    /// Seconds between a requester's wish to close and the refund.
    uint32 closeNotice;
    /// Seconds between the operator's wish to take float or bond out and the payment.
    uint32 exitDelay;
}

/// @notice One labeling job.
struct ProjectState {
    address requester;
    /// Units paid in so far.
    uint64 deposit;
    /// Units credited to labelers plus units of fees.
    uint64 debited;
    /// Units of fees alone.
    uint64 fees;
    uint16 feeBps;
    uint32 checkpointCount;
    /// Earliest time of the refund; 0 until the requester asks for the close.
    uint40 closesAt;
    bool refunded;
}

/// @notice An operator's float or bond on its way out.
struct Exit {
    /// Units that can be taken; 0 if no exit was asked for.
    uint64 amount;
    /// Earliest time of the payment.
    uint40 availableAt;
}

/// @notice A labeler's order to pay out; signed as EIP-712 typed data under the pool's domain.
struct Withdrawal {
    address labeler;
    address destination;
    /// Units leaving the labeler's credit, the relay fee included.
    uint64 amount;
    uint64 maxRelayFee;
    uint64 nonce;
    /// Last second at which the order is good.
    uint64 deadline;
}

/// @title The contract that holds all pay of one operator in one token.
/// @notice Requesters deposit, the operator's checkpoints turn deposit into labelers' credit, and
/// only a labeler's signature moves credit. There is no administrator, no proxy and no pause.
/// @dev All amounts are in units, of which one is `unit()` base units of the token.
///
/// Assumptions.
/// - The token moves exactly the amount asked for, has `decimals()`, and takes nothing out of the
///   pool by itself. Fees on transfer are refused at deposit; rebasing tokens must not be used.
///   A token that freezes an account stops that account alone.
/// - The operator must fund and answer for what it credits: the pool proves that a project is never
///   charged beyond its deposit and its agreed fee, not that the right labelers were credited.
/// - The registry is `Registry`: its indices are dense and permanent.
/// - Block timestamps are good to some seconds.
interface ILabelPool {
    /// @notice `requester` locked `deposit` for the job that the manifest describes.
    event ProjectOpened(
        uint32 indexed project,
        address indexed requester,
        bytes32 manifestHash,
        string store,
        uint16 feeBps,
        uint64 deposit
    );
    /// @notice `payer` added to the deposit.
    event ProjectToppedUp(uint32 indexed project, address indexed payer, uint64 amount);
    /// @notice The requester wants its rest back at `closesAt`.
    event CloseRequested(uint32 indexed project, uint40 closesAt);
    /// @notice The rest went back; the project takes no more checkpoints.
    event ProjectRefunded(uint32 indexed project, address indexed requester, uint64 amount);
    /// @notice One project's labelers were credited, each by its entry, and the operator by `fee`.
    event Checkpoint(
        uint32 indexed project, uint32 number, bytes32 recordHash, uint64 fee, bytes entries
    );
    /// @notice `amount` left the labeler's credit: `relayFee` to the caller, the rest to `destination`.
    event Withdrawn(
        address indexed labeler,
        address indexed destination,
        uint64 amount,
        uint64 relayFee,
        uint64 nonce
    );
    event FloatAdded(address indexed payer, uint64 amount);
    event FloatExitRequested(uint64 amount, uint40 availableAt);
    event FloatTaken(uint64 amount);
    event BondAdded(address indexed payer, uint64 amount);
    event BondExitRequested(uint64 amount, uint40 availableAt);
    event BondTaken(uint64 amount);
    event FeesTaken(address indexed to, uint64 amount);

    error ZeroAddress();
    error ZeroAmount();
    error ZeroHash();
    error ZeroPeriod();
    error NotAContract(address account);
    error SharedKey(address key);
    error TokenTooCoarse(uint8 tokenDecimals, uint8 unitDecimals);
    error FeeAboveLimit(uint16 feeBps, uint16 limit);
    error WrongAmountReceived(uint256 expected, uint256 received);

    error UnknownProject(uint32 project);
    error NotRequester(uint32 project, address caller, address requester);
    error CloseAlreadyRequested(uint32 project, uint40 closesAt);
    error CloseNotRequested(uint32 project);
    error CloseNoticeRunning(uint32 project, uint40 closesAt);
    error AlreadyRefunded(uint32 project);

    error NotCheckpointKey(address caller, address checkpointKey);
    error WrongCheckpointNumber(uint32 project, uint32 number, uint32 expected);
    error FeeBeyondCap(uint32 project, uint256 fees, uint256 cap);
    error BeyondDeposit(uint32 project, uint256 debited, uint64 deposit);

    error WithdrawalExpired(uint64 deadline);
    error BadDestination(address destination);
    error RelayFeeTooHigh(uint64 relayFee, uint64 limit);
    error WrongNonce(address labeler, uint64 nonce, uint64 expected);
    error BeyondCredit(address labeler, uint64 amount, uint64 available);
    error WrongSignature(address labeler);

    error NotOperator(address caller, address operator);
    error ExitBeyondHoldings(uint64 amount, uint64 holdings);
    error NoExitRequested();
    error ExitNotDue(uint40 availableAt);
    error NoFeesDue();

    /// @notice Open a project and pay its deposit in; return its number, from 1.
    /// @dev Refuses a fee above `maxFeeBps()`. The deposit may be 0 and be topped up later.
    /// @param manifestHash Hash of the manifest, which says what is to be labeled and what it pays.
    /// @param store Where the manifest and the project's records are kept.
    /// @param feeBps The operator's fee, in hundredths of a percent of what labelers are credited.
    function openProject(bytes32 manifestHash, string calldata store, uint64 deposit, uint16 feeBps)
        external
        returns (uint32 projectNumber);

    /// @notice Add to a project's deposit; anyone may, until its close is requested.
    function topUp(uint32 projectNumber, uint64 amount) external;

    /// @notice Start a project's close notice. Only its requester, once.
    /// @dev Checkpoints go on until the refund: what was earned before can still be credited.
    function requestClose(uint32 projectNumber) external;

    /// @notice Pay what was never debited back to the requester and end the project.
    /// @dev Anyone may call, once, when the notice has passed.
    function refund(uint32 projectNumber) external;

    /// @notice Credit labelers from one project's deposit and anchor the record that explains it.
    /// @dev Only the checkpoint key. Debits the project by exactly the entries' sum plus `fee`.
    /// @param number One more than the project's checkpoints so far, so that nothing is paid twice
    /// when a transaction is sent again.
    /// @param recordHash Hash of the record from which the credits can be recomputed.
    /// @param fee Units for the operator. All fees of a project together stay within `feeBps` of
    /// all its credits, rounded down.
    /// @param entries Eight bytes each: labeler index and units, both big-endian uint32. Indices
    /// never fall, units are positive. No entries: the record alone is anchored.
    function checkpoint(
        uint32 projectNumber,
        uint32 number,
        bytes32 recordHash,
        uint64 fee,
        bytes calldata entries
    ) external;

    /// @notice Pay out a labeler's credit as the labeler has signed it; the caller earns `relayFee`.
    /// @dev Anyone may call. The signature is ECDSA or ERC-1271. `destination` gets
    /// `amount - relayFee`.
    function withdraw(Withdrawal calldata withdrawal, bytes calldata signature, uint64 relayFee)
        external;

    /// @notice Add to the float, which backs receipts between checkpoints. Anyone may.
    function addFloat(uint64 amount) external;

    /// @notice Announce that `amount` of float will be taken. Replaces an earlier announcement.
    function requestFloatExit(uint64 amount) external;

    /// @notice Pay the announced float to the operator, when the delay has passed.
    function takeFloat() external;

    /// @notice Add to the operator's bond. Anyone may.
    function addBond(uint64 amount) external;

    /// @notice Announce that `amount` of bond will be taken. Replaces an earlier announcement.
    function requestBondExit(uint64 amount) external;

    /// @notice Pay the announced bond to the operator, when the delay has passed.
    function takeBond() external;

    /// @notice Pay all fees due to `to`. Only the operator.
    function takeFees(address to) external;

    /// @notice The token that pays.
    function token() external view returns (IERC20Metadata);

    /// @notice Where labelers have their indices.
    function registry() external view returns (IRegistry);

    /// @notice Owns float, bond and fees.
    function operator() external view returns (address);

    /// @notice Sends checkpoints.
    function checkpointKey() external view returns (address);

    /// @notice Signs receipts, off chain: whom a labeler's client believes.
    function receiptKey() external view returns (address);

    /// @notice One unit is 10^-unitDecimals of a token.
    function unitDecimals() external view returns (uint8);

    /// @notice The largest fee that a project can agree to.
    function maxFeeBps() external view returns (uint16);

    /// @notice Seconds between a requester's wish to close and the refund.
    function closeNotice() external view returns (uint32);

    /// @notice Seconds between the announcement of an exit and its payment.
    function exitDelay() external view returns (uint32);

    /// @notice Base units of the token in one unit.
    function unit() external view returns (uint256);

    /// @notice How many projects were opened, which is also the highest number.
    function projectCount() external view returns (uint32);

    /// @notice A project as it is now; refuses numbers that were never opened.
    function project(uint32 projectNumber) external view returns (ProjectState memory);

    /// @notice Units ever credited to `labeler`; never falls.
    function creditOf(address labeler) external view returns (uint64);

    /// @notice Units ever withdrawn by `labeler`, relay fees included.
    function withdrawnOf(address labeler) external view returns (uint64);

    /// @notice The nonce that the next withdrawal of `labeler` must carry.
    function nonceOf(address labeler) external view returns (uint64);

    /// @notice What `labeler` signs for `withdrawal`: its EIP-712 digest under this pool's domain.
    function withdrawalDigest(Withdrawal calldata withdrawal) external view returns (bytes32);

    /// @notice Units of float, announced exits included.
    function floatAmount() external view returns (uint64);

    /// @notice Units of bond, announced exits included.
    function bondAmount() external view returns (uint64);

    /// @notice Units of fees that the operator has earned and not taken.
    function feesDue() external view returns (uint64);

    /// @notice The float on its way out.
    function floatExit() external view returns (Exit memory);

    /// @notice The bond on its way out.
    function bondExit() external view returns (Exit memory);
}
