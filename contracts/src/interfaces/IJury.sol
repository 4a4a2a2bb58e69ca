// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IArbitrator} from "./IArbitrator.sol";
import {IJurorStake} from "./IJurorStake.sol";

/// @notice What a court tells the jury as `extraData`, ABI-encoded.
struct JuryRequest {
    /// From which jurors are drawn; to be known by nobody before the bench was frozen.
    bytes32 seed;
    /// Seats taken before, and not left before, can be drawn.
    uint40 frozenAt;
    /// Accounts that are not drawn: the parties.
    address[2] parties;
}

/// @notice What a jury is made with; none of it ever changes.
struct JurySettings {
    IJurorStake stake;
    /// Base units for each juror of a dispute.
    uint256 jurorFee;
    /// Jurors in the first round; odd, at most 7. An appeal has twice as many and one.
    uint8 firstSize;
    /// Seconds for commitments, for votes and for appeals.
    uint32 commitWindow;
    uint32 revealWindow;
    uint32 appealWindow;
}

/// @notice One juror's place in a dispute.
struct Place {
    address juror;
    uint32 seat;
    /// The revealed vote; 0 if there is none.
    uint8 vote;
    bytes32 commitment;
}

/// @notice One round of voting.
struct Round {
    /// Its first place, and how many places it has.
    uint16 firstPlace;
    uint16 size;
    /// Last seconds for commitments and for votes.
    uint40 commitEndsAt;
    uint40 revealEndsAt;
    /// The vote with most supporters, and whether another has as many.
    uint8 leading;
    bool tied;
}

/// @title The default arbitrator: staked jurors, drawn by lot, who commit and reveal.
/// @notice Jurors are drawn from the bench that they joined for this jury and the court that
/// created the dispute. Each commits to a vote, then reveals it. The vote with most supporters
/// wins; a round without one leaves the ruling of the round before, and the first round 0. Who
/// voted against the final ruling or not at all loses a quarter of its seat's stake to those who
/// voted for it; if the final ruling is 0, whoever voted at all is right. An appeal doubles the
/// jury; there are at most `MAX_ROUNDS` rounds.
/// @dev Assumptions.
/// - A court names seeds that nobody could choose after the bench was frozen. A juror who takes a
///   seat for a court trusts it with that; other courts draw from other benches.
/// - `stake` is a `JurorStake`, whose token is an honest ERC-20.
interface IJury is IArbitrator {
    event RoundStarted(uint256 indexed disputeId, uint256 round, uint256 size, uint40 commitEndsAt);
    event JurorDrawn(uint256 indexed disputeId, address indexed juror, uint256 place, uint32 seat);
    event VoteCommitted(uint256 indexed disputeId, uint256 place, bytes32 commitment);
    event VoteRevealed(uint256 indexed disputeId, uint256 place, uint8 vote);
    event RulingExecuted(uint256 indexed disputeId, uint256 ruling);
    /// @notice The dispute's jurors were punished and paid: `reward` for each who was `coherent`.
    event JurorsSettled(uint256 indexed disputeId, uint256 coherent, uint256 reward);
    event PayTaken(address indexed juror, uint256 amount);

    error WrongChoices(uint256 choices);
    error WrongJurySize(uint8 size);
    error ZeroWindow();
    error ZeroFee();
    error NotFrozen(uint40 frozenAt);
    error UnknownDispute(uint256 disputeId);
    error NotArbitrable(uint256 disputeId, address caller);
    error NotAppealable(uint256 disputeId);
    error NotSolved(uint256 disputeId);
    error AlreadyExecuted(uint256 disputeId);
    error AlreadySettled(uint256 disputeId);
    error TooFewJurors(uint256 drawn, uint256 wanted);
    error NotInRound(uint256 disputeId, uint256 place);
    error NotJurorOfPlace(uint256 place, address caller, address juror);
    error ZeroCommitment();
    error CommitmentsClosed(uint40 closedAt);
    error VotesNotOpen(uint40 opensAfter);
    error VotesClosed(uint40 closedAt);
    error WrongVote(uint8 vote, uint8 choices);
    error AlreadyRevealed(uint256 place);
    error WrongReveal(uint256 place, bytes32 found, bytes32 expected);
    error NoPay(address juror);

    /// @notice Commit to a vote at the caller's place; replaces an earlier commitment.
    function commitVote(uint256 disputeId, uint256 place, bytes32 commitment) external;

    /// @notice Reveal the vote at a place. Anyone who knows vote and salt may.
    function revealVote(uint256 disputeId, uint256 place, uint8 vote, bytes32 salt) external;

    /// @notice Give the court the final ruling, once. Anyone may call.
    function executeRuling(uint256 disputeId) external;

    /// @notice Free the dispute's seats, punish and pay. Anyone may call, once, when it is solved.
    /// @dev Works whether or not the court took the ruling. If nobody voted in any round, fees and
    /// lost stakes belong to the address that nobody has.
    function settle(uint256 disputeId) external;

    /// @notice Pay `juror` what it earned. Anyone may call.
    function takePay(address juror) external;

    /// @notice What a juror commits to; binds chain, jury, dispute, place (and so the round), juror.
    function voteCommitment(
        uint256 disputeId,
        uint256 place,
        address juror,
        uint8 vote,
        bytes32 salt
    ) external view returns (bytes32);

    /// @notice How many disputes there were, which is also the highest number.
    function disputeCount() external view returns (uint256);

    /// @notice All places of a dispute, round after round.
    function placesOf(uint256 disputeId) external view returns (Place[] memory);

    /// @notice All rounds of a dispute.
    function roundsOf(uint256 disputeId) external view returns (Round[] memory);

    /// @notice Base units that `juror` can take.
    function payOf(address juror) external view returns (uint256);

    /// @notice Where jurors have their stake.
    function stake() external view returns (IJurorStake);

    /// @notice Base units for each juror.
    function jurorFee() external view returns (uint256);

    /// @notice The token of fees and stakes.
    function feeToken() external view override returns (IERC20);

    /// @notice What a dispute costs that goes through every round.
    function costOfAllRounds() external view returns (uint256);

    /// @notice Seconds that a dispute can take, when appeals come in their last second.
    function longestArbitration() external view returns (uint256);
}

/// @dev A first jury and two appeals.
uint256 constant MAX_ROUNDS = 3;
