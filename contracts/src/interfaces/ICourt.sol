// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IArbitrable} from "./IArbitrable.sol";
import {IArbitrator} from "./IArbitrator.sol";
import {ILabelPool} from "./ILabelPool.sol";

/// @notice What can be wrong with an opened record.
enum Kind {
    /// An answer's score is not what the record's own rows give.
    WrongScore,
    /// An answer with a receipt is not in the record.
    MissingAnswer,
    /// The record cannot be had, its key does not open it, or its opening is overdue.
    RecordUnavailable,
    /// A task was closed, or kept open, against the manifest.
    WrongClosing,
    /// Gold was believed, or dropped, against the manifest.
    ContestedGold
}

/// @notice What a disputant says. It is right only if all of it is, awards included.
struct Complaint {
    ILabelPool pool;
    uint32 project;
    /// The opening that made the record readable; 0 if that opening is overdue.
    uint32 opening;
    /// The checkpoint whose record is wrong.
    uint32 checkpoint;
    Kind kind;
    /// Hash of the document that says what is wrong.
    bytes32 statement;
    /// Who is to be awarded what, in the pool's units, out of the operator's money.
    address[] beneficiaries;
    uint64[] amounts;
}

/// @notice The sides of a dispute, numbered like the arbitrator's choices.
enum Side {
    None,
    Disputant,
    Operator
}

/// @notice Where a dispute stands.
enum Stage {
    None,
    /// The operator's answer is awaited.
    Opened,
    /// Both secrets are awaited.
    Answered,
    /// The seed is known, the arbitrator not asked.
    Seeded,
    /// The arbitrator decides.
    Arbitrated,
    Ended
}

/// @notice A dispute as it is now.
struct DisputeState {
    ILabelPool pool;
    uint32 project;
    Stage stage;
    /// Who won; None until the end, and if nobody did.
    Side winner;
    /// Whether somebody's silence ended it.
    bool bySilence;
    /// Whether the pool was told.
    bool executed;
    address disputant;
    /// The operator of the pool.
    address respondent;
    /// When the bench was frozen.
    uint40 openedAt;
    /// Last second for what is awaited.
    uint40 deadline;
    /// What the disputed opening debited, in the pool's units.
    uint64 atStake;
    bytes32 contentHash;
    /// Commitments, and secrets from the moment in which they are revealed.
    bytes32 disputantSecret;
    bytes32 operatorSecret;
    bool disputantRevealed;
    bool operatorRevealed;
    /// The arbitrator's number for it, from `Arbitrated` on.
    uint256 arbitratorDisputeId;
}

/// @notice What a court is made with; none of it ever changes.
struct CourtSettings {
    IArbitrator arbitrator;
    /// Base units of the arbitrator's fee token that each side puts up; the disputant once more for
    /// each dispute pending over the pool. Fees of a dispute are at most half of it.
    uint256 bond;
    /// Seconds for the operator's answer, for both secrets, and for the arbitrator.
    uint32 answerWindow;
    uint32 revealWindow;
    uint32 arbitrationWindow;
    /// Seconds after which a due opening is ground for a dispute.
    uint32 overdueGrace;
}

/// @title Disputes over what an operator's opened records say.
/// @notice Whoever recomputes a record and finds it wrong says so and puts up a bond. The pool's
/// operator answers with its own. Both committed a secret to do so; when both are revealed, their
/// hash draws the jury from a bench that was frozen before. Who does not answer or reveal in time
/// loses. A won dispute halts the operator and awards what the complaint says; a lost one bars the
/// same complaint. The loser's bond pays the arbitrator, the rest of it goes to the winners.
/// @dev No account has a special role. Pay is never touched: a pool that is in dispute, or whose
/// Court is stuck, pays labelers and refunds requesters as before.
///
/// Assumptions.
/// - The arbitrator is right in the end, and keeps to `IArbitrator`. One that never rules ends in
///   no conviction, with the bonds given back.
/// - The fee token is an honest ERC-20; a party that it freezes stops only itself.
/// - A pool is any contract that its disputant trusts to be one: whatever it does, only disputes
///   over it suffer, and their bonds are still paid out.
/// - The pool's `claimTime` is longer than `longestDispute()`; clients check that once.
/// - Secrets are random and used once.
interface ICourt is IArbitrable {
    event DisputeOpened(
        uint256 indexed id,
        ILabelPool indexed pool,
        address indexed disputant,
        Complaint complaint,
        uint256 bond,
        uint40 answerUntil
    );
    event StakeAdded(uint256 indexed id, Side side, address indexed member, uint256 amount);
    event DisputeAnswered(uint256 indexed id, uint40 revealUntil);
    event SecretRevealed(uint256 indexed id, Side side, bytes32 secret);
    event DisputeArbitrated(uint256 indexed id, uint256 arbitratorDisputeId, uint256 cost);
    event DisputeAppealed(uint256 indexed id, Side side, address indexed appellant, uint256 cost);
    event DisputeEnded(uint256 indexed id, Side winner, bool bySilence);
    event DisputeExecuted(uint256 indexed id);
    event StakePaid(uint256 indexed id, address indexed member, uint256 amount);
    event Evidence(
        uint256 indexed id, address indexed author, bytes32 evidenceHash, string location
    );

    error ZeroWindow();
    error BondTooSmall(uint256 bond, uint256 least);
    error ZeroCommitment();
    error UnequalLengths(uint256 beneficiaries, uint256 amounts);
    error TooManyAwards(uint256 count, uint256 limit);
    error ChallengeOver(uint40 endedAt);
    error NotInOpening(uint32 checkpoint, uint32 first, uint32 last);
    error NotOverdue(uint40 overdueAt);
    error OnlyUnavailable(Kind kind);
    error ContentBarred(bytes32 contentHash);
    error BondAboveLimit(uint256 bond, uint256 limit);
    error WrongStage(uint256 id, Stage found, Stage expected);
    error NotRespondent(address caller, address respondent);
    error WindowClosed(uint40 closedAt);
    error WindowOpen(uint40 closesAt);
    error NoSide();
    error ZeroStake();
    error SecretsRevealed(uint256 id);
    error AlreadyRevealed(Side side);
    error WrongSecret(bytes32 found, bytes32 expected);
    error FeesBeyondBond(uint256 fees, uint256 limit);
    error SideLeads(Side side);
    error NotArbitrator(address caller);
    error UnknownRuling(uint256 arbitratorDisputeId);
    error NotLost(uint256 id, Side winner);
    error NotWon(uint256 id, Side winner);
    error AlreadyExecuted(uint256 id);
    error OtherComplaint(bytes32 found, bytes32 expected);
    error NothingToTake(uint256 id, address member);

    /// @notice Dispute a record and put up `bondFor(pool)`.
    /// @dev Holds the project until the dispute's end is executed. From the opening until its
    /// challenge window ends; with `opening` 0 when an opening is overdue by `overdueGrace`. There
    /// may be several disputes over one record.
    /// @param commitment `secretCommitment` of the content, the caller and a random secret.
    /// @param bondLimit The largest bond that the caller puts up: others may open disputes first.
    function open(Complaint calldata complaint, bytes32 commitment, uint256 bondLimit)
        external
        returns (uint256 id);

    /// @notice Answer for the operator, and put up `bond()`. Only the pool's operator.
    function answer(uint256 id, bytes32 commitment) external;

    /// @notice Add `amount` to the stake of a side, and share its fate, silence included; until the
    /// first secret is revealed.
    function join(uint256 id, Side side, uint256 amount) external;

    /// @notice Reveal a side's secret. Anyone who knows it may.
    function reveal(uint256 id, Side side, bytes32 secret) external;

    /// @notice Ask the arbitrator, when both secrets are revealed. Anyone may call.
    function arbitrate(uint256 id) external;

    /// @notice Pay for an appeal, which counts as stake of `side`. Anyone may, for a side that the
    /// current ruling is not for, while the arbitrator takes appeals.
    function appeal(uint256 id, Side side) external;

    /// @notice End a dispute in which the time for what is awaited has passed. Anyone may call.
    /// @dev The operator loses if it did not answer, or alone did not reveal. The disputant loses
    /// if it did not reveal. Nobody wins if the arbitrator did not rule.
    function lapse(uint256 id) external;

    /// @notice Convict the operator of what the disputant won, and release the project. Anyone may
    /// call, once.
    /// @dev What was won by silence, which nobody judged, is awarded up to nine tenths of what the
    /// disputed opening debited, for all such disputes over it together, pro rata. The same
    /// complaint is awarded once.
    function convict(uint256 id, Complaint calldata complaint) external;

    /// @notice Release the project, when the disputant did not win. Anyone may call, once.
    function release(uint256 id) external;

    /// @notice Pay `member` its share of an ended dispute. Anyone may call.
    /// @dev Both sides' stakes less the fees go to the winning side, or, if there is none, back to
    /// both; always in proportion to stakes.
    function takeStake(uint256 id, address member) external;

    /// @notice Put a document before the arbitrator. Anyone may; it is only an event.
    function submitEvidence(uint256 id, bytes32 evidenceHash, string calldata location) external;

    /// @notice A dispute.
    function disputeOf(uint256 id) external view returns (DisputeState memory);

    /// @notice How many disputes there were, which is also the highest number.
    function disputeCount() external view returns (uint256);

    /// @notice What `member` put up on a side and has not been paid for.
    function stakeOf(uint256 id, Side side, address member) external view returns (uint256);

    /// @notice What a side put up in all and has not been paid for.
    function sideStake(uint256 id, Side side) external view returns (uint256);

    /// @notice Base units that the court holds for a dispute.
    function potOf(uint256 id) external view returns (uint256);

    /// @notice What the arbitrator was paid for a dispute.
    function feesOf(uint256 id) external view returns (uint256);

    /// @notice What the next disputant puts up: `bond()`, and once more for each dispute pending.
    function bondFor(ILabelPool pool) external view returns (uint256);

    /// @notice Whether a lost dispute bars this complaint.
    function isBarred(bytes32 contentHash) external view returns (bool);

    /// @notice The hash of a complaint.
    function contentHashOf(Complaint calldata complaint) external pure returns (bytes32);

    /// @notice What a party commits to; binds chain, court, complaint and party.
    function secretCommitment(bytes32 contentHash, address party, bytes32 secret)
        external
        view
        returns (bytes32);

    /// @notice Seconds from the opening of a dispute to its end, at most.
    function longestDispute() external view returns (uint256);

    /// @notice Who decides.
    function arbitrator() external view returns (IArbitrator);

    /// @notice The token of bonds and fees: the arbitrator's.
    function token() external view returns (IERC20);

    /// @notice What the operator puts up, and the first disputant.
    function bond() external view returns (uint256);

    /// @notice Seconds after which a due opening is ground for a dispute.
    function overdueGrace() external view returns (uint32);
}
