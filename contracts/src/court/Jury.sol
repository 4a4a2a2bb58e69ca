// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IArbitrable} from "../interfaces/IArbitrable.sol";
import {DisputeStatus, IArbitrator} from "../interfaces/IArbitrator.sol";
import {IJury, JuryRequest, JurySettings, MAX_ROUNDS, Place, Round} from "../interfaces/IJury.sol";
import {ExactTransfers} from "../libraries/ExactTransfers.sol";
import {JuryDraw} from "./JuryDraw.sol";

/// @title The default arbitrator: staked jurors, drawn by lot, who commit and reveal.
/// @dev Tokens held >= fees of disputes not settled + pay not taken.
contract Jury is JuryDraw, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using ExactTransfers for IERC20;

    // | settled u8 | executed u8 | choices u8 | unused | arbitrable |, then the request
    struct Dispute {
        IArbitrable arbitrable;
        uint8 choices;
        bool executed;
        bool settled;
        JuryRequest request;
    }

    address private constant NOBODY = 0x000000000000000000000000000000000000dEaD;
    uint256 private constant MAX_CHOICES = 8;
    // 7, 15 and 31 jurors: all of them are settled in one transaction.
    uint8 private constant MAX_FIRST_SIZE = 7;

    /// @inheritdoc IJury
    IERC20 public immutable feeToken;

    /// @inheritdoc IJury
    uint256 public immutable jurorFee;

    /// @inheritdoc IJury
    uint256 public disputeCount;

    /// @inheritdoc IJury
    mapping(address juror => uint256 amount) public payOf;

    uint8 private immutable _firstSize;
    uint32 private immutable _commitWindow;
    uint32 private immutable _revealWindow;
    uint32 private immutable _appealWindow;

    mapping(uint256 disputeId => Dispute) private _disputes;
    mapping(uint256 disputeId => Round[]) private _rounds;
    mapping(uint256 disputeId => mapping(uint256 round => mapping(uint8 vote => uint16 count)))
        private _votes;

    constructor(JurySettings memory settings) JuryDraw(settings.stake) {
        if (settings.firstSize % 2 == 0 || settings.firstSize > MAX_FIRST_SIZE) {
            revert WrongJurySize(settings.firstSize);
        }
        if (settings.jurorFee == 0) revert ZeroFee();
        if (settings.commitWindow == 0) revert ZeroWindow();
        if (settings.revealWindow == 0) revert ZeroWindow();
        if (settings.appealWindow == 0) revert ZeroWindow();
        feeToken = settings.stake.stakeToken();
        jurorFee = settings.jurorFee;
        _firstSize = settings.firstSize;
        _commitWindow = settings.commitWindow;
        _revealWindow = settings.revealWindow;
        _appealWindow = settings.appealWindow;
    }

    /// @inheritdoc IArbitrator
    function createDispute(uint256 choices, bytes calldata extraData)
        external
        nonReentrant
        returns (uint256 disputeId)
    {
        if (choices < 2 || choices > MAX_CHOICES) revert WrongChoices(choices);
        JuryRequest memory request = abi.decode(extraData, (JuryRequest));
        if (request.frozenAt > block.timestamp) revert NotFrozen(request.frozenAt);
        disputeId = ++disputeCount;
        // forge-lint: disable-next-line(unsafe-typecast) at most MAX_CHOICES
        uint8 choices8 = uint8(choices);
        _disputes[disputeId] = Dispute(IArbitrable(msg.sender), choices8, false, false, request);
        emit DisputeCreation(disputeId, IArbitrable(msg.sender));
        _startRound(disputeId, _firstSize);
    }

    /// @inheritdoc IArbitrator
    function appeal(uint256 disputeId, bytes calldata) external nonReentrant {
        Dispute storage dispute = _existing(disputeId);
        if (msg.sender != address(dispute.arbitrable)) {
            revert NotArbitrable(disputeId, msg.sender);
        }
        if (_status(disputeId) != DisputeStatus.Appealable) revert NotAppealable(disputeId);
        emit AppealDecision(disputeId, dispute.arbitrable);
        _startRound(disputeId, _nextSize(disputeId));
    }

    /// @inheritdoc IJury
    function commitVote(uint256 disputeId, uint256 place, bytes32 commitment) external {
        if (commitment == 0) revert ZeroCommitment();
        Round storage round = _roundOf(disputeId, place);
        if (block.timestamp > round.commitEndsAt) revert CommitmentsClosed(round.commitEndsAt);
        Place storage stored = _places[disputeId][place];
        if (stored.juror != msg.sender) revert NotJurorOfPlace(place, msg.sender, stored.juror);
        stored.commitment = commitment;
        emit VoteCommitted(disputeId, place, commitment);
    }

    /// @inheritdoc IJury
    function revealVote(uint256 disputeId, uint256 place, uint8 vote, bytes32 salt) external {
        Round storage round = _roundOf(disputeId, place);
        if (block.timestamp <= round.commitEndsAt) revert VotesNotOpen(round.commitEndsAt);
        if (block.timestamp > round.revealEndsAt) revert VotesClosed(round.revealEndsAt);
        uint8 choices = _disputes[disputeId].choices;
        if (vote == 0 || vote > choices) revert WrongVote(vote, choices);
        Place storage stored = _places[disputeId][place];
        if (stored.vote != 0) revert AlreadyRevealed(place);
        bytes32 found = voteCommitment(disputeId, place, stored.juror, vote, salt);
        if (found != stored.commitment) revert WrongReveal(place, found, stored.commitment);
        stored.vote = vote;
        _count(disputeId, round, vote);
        emit VoteRevealed(disputeId, place, vote);
    }

    /// @inheritdoc IJury
    function executeRuling(uint256 disputeId) external nonReentrant {
        Dispute storage dispute = _existing(disputeId);
        if (_status(disputeId) != DisputeStatus.Solved) revert NotSolved(disputeId);
        if (dispute.executed) revert AlreadyExecuted(disputeId);
        dispute.executed = true;
        uint256 ruling = _ruling(disputeId);
        emit RulingExecuted(disputeId, ruling);
        dispute.arbitrable.rule(disputeId, ruling);
    }

    /// @inheritdoc IJury
    function settle(uint256 disputeId) external nonReentrant {
        Dispute storage dispute = _existing(disputeId);
        if (_status(disputeId) != DisputeStatus.Solved) revert NotSolved(disputeId);
        if (dispute.settled) revert AlreadySettled(disputeId);
        dispute.settled = true;
        (uint32[] memory seats, bool[] memory forfeited, uint256 coherent) = _judge(disputeId);
        uint256 amount = stake.freeSeats(address(dispute.arbitrable), seats, forfeited);
        _reward(disputeId, forfeited, coherent, amount + seats.length * jurorFee);
    }

    /// @inheritdoc IJury
    function takePay(address juror) external {
        uint256 amount = payOf[juror];
        if (amount == 0) revert NoPay(juror);
        payOf[juror] = 0;
        emit PayTaken(juror, amount);
        feeToken.safeTransfer(juror, amount);
    }

    /// @inheritdoc IArbitrator
    function arbitrationCost(bytes calldata) external view returns (uint256) {
        return _firstSize * jurorFee;
    }

    /// @inheritdoc IArbitrator
    function appealCost(uint256 disputeId, bytes calldata) external view returns (uint256) {
        _existing(disputeId);
        return _nextSize(disputeId) * jurorFee;
    }

    /// @inheritdoc IArbitrator
    function appealPeriod(uint256 disputeId) external view returns (uint256 start, uint256 end) {
        _existing(disputeId);
        Round[] storage rounds = _rounds[disputeId];
        if (rounds.length == MAX_ROUNDS) return (0, 0);
        start = uint256(rounds[rounds.length - 1].revealEndsAt) + 1;
        end = start + _appealWindow - 1;
    }

    /// @inheritdoc IArbitrator
    function disputeStatus(uint256 disputeId) external view returns (DisputeStatus) {
        _existing(disputeId);
        return _status(disputeId);
    }

    /// @inheritdoc IArbitrator
    function currentRuling(uint256 disputeId) external view returns (uint256) {
        _existing(disputeId);
        return _ruling(disputeId);
    }

    /// @inheritdoc IJury
    function placesOf(uint256 disputeId) external view returns (Place[] memory) {
        return _places[disputeId];
    }

    /// @inheritdoc IJury
    function roundsOf(uint256 disputeId) external view returns (Round[] memory) {
        return _rounds[disputeId];
    }

    /// @inheritdoc IJury
    function costOfAllRounds() external view returns (uint256 cost) {
        uint256 size = _firstSize;
        for (uint256 i = 0; i < MAX_ROUNDS; ++i) {
            cost += size * jurorFee;
            size = 2 * size + 1;
        }
    }

    /// @inheritdoc IJury
    function longestArbitration() external view returns (uint256) {
        uint256 round = uint256(_commitWindow) + _revealWindow;
        return MAX_ROUNDS * round + (MAX_ROUNDS - 1) * _appealWindow;
    }

    /// @inheritdoc IJury
    function voteCommitment(
        uint256 disputeId,
        uint256 place,
        address juror,
        uint8 vote,
        bytes32 salt
    ) public view returns (bytes32) {
        return keccak256(
            abi.encode(block.chainid, address(this), disputeId, place, juror, vote, salt)
        );
    }

    function _startRound(uint256 disputeId, uint256 size) private {
        uint40 commitEndsAt = uint40(block.timestamp + _commitWindow);
        // forge-lint: disable-next-line(unsafe-typecast) at most 31 jurors a round
        uint16 size16 = uint16(size);
        uint16 first = uint16(_places[disputeId].length);
        _rounds[disputeId].push(
            Round(first, size16, commitEndsAt, commitEndsAt + _revealWindow, 0, false)
        );
        emit RoundStarted(disputeId, _rounds[disputeId].length, size, commitEndsAt);
        Dispute storage dispute = _disputes[disputeId];
        _draw(disputeId, address(dispute.arbitrable), dispute.request, size);
        feeToken.pull(size * jurorFee);
    }

    /// @dev Count one vote, and know the vote that leads.
    function _count(uint256 disputeId, Round storage round, uint8 vote) private {
        mapping(uint8 => uint16) storage votes = _votes[disputeId][_rounds[disputeId].length];
        uint16 count = ++votes[vote];
        uint16 most = votes[round.leading];
        if (vote == round.leading) {
            round.tied = false;
        } else if (count == most) {
            round.tied = true;
        } else if (count > most) {
            (round.leading, round.tied) = (vote, false);
        }
    }

    /// @dev Pay those who did not forfeit in equal shares; the last also gets what cannot be
    /// divided.
    function _reward(uint256 disputeId, bool[] memory forfeited, uint256 coherent, uint256 amount)
        private
    {
        uint256 share = coherent == 0 ? 0 : amount / coherent;
        address last = NOBODY;
        for (uint256 i = 0; i < forfeited.length; ++i) {
            if (forfeited[i]) continue;
            last = _places[disputeId][i].juror;
            payOf[last] += share;
        }
        payOf[last] += amount - share * coherent;
        emit JurorsSettled(disputeId, coherent, share);
    }

    /// @dev The seats of a dispute, which of them forfeit a part, and how many do not.
    function _judge(uint256 disputeId)
        private
        view
        returns (uint32[] memory seats, bool[] memory forfeited, uint256 coherent)
    {
        uint256 ruling = _ruling(disputeId);
        Place[] memory places = _places[disputeId];
        seats = new uint32[](places.length);
        forfeited = new bool[](places.length);
        for (uint256 i = 0; i < places.length; ++i) {
            seats[i] = places[i].seat;
            uint8 vote = places[i].vote;
            forfeited[i] = vote == 0 || (ruling != 0 && vote != ruling);
            if (!forfeited[i]) ++coherent;
        }
    }

    /// @dev What the last round with a majority says, of those that are over.
    function _ruling(uint256 disputeId) private view returns (uint256) {
        Round[] storage rounds = _rounds[disputeId];
        for (uint256 i = rounds.length; i > 0; --i) {
            Round storage round = rounds[i - 1];
            if (block.timestamp <= round.revealEndsAt) continue;
            if (!round.tied && round.leading != 0) return round.leading;
        }
        return 0;
    }

    function _status(uint256 disputeId) private view returns (DisputeStatus) {
        Round[] storage rounds = _rounds[disputeId];
        uint256 revealEndsAt = rounds[rounds.length - 1].revealEndsAt;
        if (block.timestamp <= revealEndsAt) return DisputeStatus.Waiting;
        bool last = rounds.length == MAX_ROUNDS;
        if (!last && block.timestamp <= revealEndsAt + _appealWindow) {
            return DisputeStatus.Appealable;
        }
        return DisputeStatus.Solved;
    }

    /// @dev The round that is going on, if `place` is in it.
    function _roundOf(uint256 disputeId, uint256 place) private view returns (Round storage round) {
        _existing(disputeId);
        Round[] storage rounds = _rounds[disputeId];
        round = rounds[rounds.length - 1];
        uint256 first = round.firstPlace;
        if (place < first || place >= first + round.size) revert NotInRound(disputeId, place);
    }

    function _nextSize(uint256 disputeId) private view returns (uint256) {
        Round[] storage rounds = _rounds[disputeId];
        return 2 * uint256(rounds[rounds.length - 1].size) + 1;
    }

    function _existing(uint256 disputeId) private view returns (Dispute storage dispute) {
        dispute = _disputes[disputeId];
        if (address(dispute.arbitrable) == address(0)) revert UnknownDispute(disputeId);
    }
}
