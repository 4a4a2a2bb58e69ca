// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IArbitrable} from "../interfaces/IArbitrable.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {
    Complaint,
    CourtSettings,
    DisputeState,
    ICourt,
    Side,
    Stage
} from "../interfaces/ICourt.sol";
import {JuryRequest} from "../interfaces/IJury.sol";
import {ILabelPool} from "../interfaces/ILabelPool.sol";
import {Admission} from "./Admission.sol";
import {SideStakes} from "./SideStakes.sol";
import {Verdicts} from "./Verdicts.sol";

/// @title Disputes over what an operator's opened records say.
///
///     Admission    what can be disputed, and when
///     SideStakes   bonds, joiners, fees, shares
///     Verdicts     the end, the conviction, the release
///     Court        from the complaint to the ruling
contract Court is Verdicts {
    using Admission for Complaint;

    uint256 private constant CHOICES = 2;

    /// @inheritdoc ICourt
    IArbitrator public immutable arbitrator;

    /// @inheritdoc ICourt
    uint256 public immutable bond;

    /// @inheritdoc ICourt
    uint32 public immutable overdueGrace;

    uint32 private immutable _answerWindow;
    uint32 private immutable _revealWindow;
    uint32 private immutable _arbitrationWindow;

    mapping(uint256 arbitratorDisputeId => uint256 id) private _ids;

    constructor(CourtSettings memory settings) SideStakes(settings.arbitrator.feeToken()) {
        if (settings.answerWindow == 0) revert ZeroWindow();
        if (settings.revealWindow == 0) revert ZeroWindow();
        if (settings.arbitrationWindow == 0) revert ZeroWindow();
        uint256 least = 2 * settings.arbitrator.arbitrationCost("");
        if (settings.bond < least || settings.bond == 0) revert BondTooSmall(settings.bond, least);
        arbitrator = settings.arbitrator;
        bond = settings.bond;
        overdueGrace = settings.overdueGrace;
        _answerWindow = settings.answerWindow;
        _revealWindow = settings.revealWindow;
        _arbitrationWindow = settings.arbitrationWindow;
    }

    /// @inheritdoc ICourt
    function open(Complaint calldata complaint, bytes32 commitment, uint256 bondLimit)
        external
        nonReentrant
        returns (uint256 id)
    {
        if (commitment == 0) revert ZeroCommitment();
        bytes32 contentHash = contentHashOf(complaint);
        if (isBarred[contentHash]) revert ContentBarred(contentHash);
        uint256 required = bondFor(complaint.pool);
        if (required > bondLimit) revert BondAboveLimit(required, bondLimit);
        id = ++disputeCount;
        DisputeState storage dispute = _disputes[id];
        (_openings[id], dispute.atStake) = complaint.admit(overdueGrace);
        (dispute.pool, dispute.project) = (complaint.pool, complaint.project);
        (dispute.stage, dispute.contentHash) = (Stage.Opened, contentHash);
        (dispute.disputant, dispute.disputantSecret) = (msg.sender, commitment);
        dispute.respondent = complaint.pool.operator();
        dispute.openedAt = uint40(block.timestamp);
        dispute.deadline = uint40(block.timestamp + _answerWindow);
        ++_pending[complaint.pool];
        emit DisputeOpened(id, complaint.pool, msg.sender, complaint, required, dispute.deadline);
        _addStake(id, Side.Disputant, required);
        complaint.pool.hold(complaint.project);
    }

    /// @inheritdoc ICourt
    function answer(uint256 id, bytes32 commitment) external nonReentrant {
        if (commitment == 0) revert ZeroCommitment();
        DisputeState storage dispute = _awaiting(id, Stage.Opened);
        if (msg.sender != dispute.respondent) {
            revert NotRespondent(msg.sender, dispute.respondent);
        }
        dispute.stage = Stage.Answered;
        dispute.operatorSecret = commitment;
        dispute.deadline = uint40(block.timestamp + _revealWindow);
        emit DisputeAnswered(id, dispute.deadline);
        _addStake(id, Side.Operator, bond);
    }

    /// @inheritdoc ICourt
    function join(uint256 id, Side side, uint256 amount) external nonReentrant {
        if (side == Side.None) revert NoSide();
        if (amount == 0) revert ZeroStake();
        DisputeState storage dispute = _disputes[id];
        if (dispute.stage != Stage.Opened) _inStage(id, Stage.Answered);
        if (block.timestamp > dispute.deadline) revert WindowClosed(dispute.deadline);
        if (dispute.disputantRevealed || dispute.operatorRevealed) revert SecretsRevealed(id);
        _addStake(id, side, amount);
    }

    /// @inheritdoc ICourt
    function reveal(uint256 id, Side side, bytes32 secret) external {
        if (side == Side.None) revert NoSide();
        DisputeState storage dispute = _awaiting(id, Stage.Answered);
        if (side == Side.Disputant) _revealDisputant(dispute, secret);
        else _revealOperator(dispute, secret);
        if (dispute.disputantRevealed && dispute.operatorRevealed) {
            dispute.stage = Stage.Seeded;
            dispute.deadline = uint40(block.timestamp + _arbitrationWindow);
        }
        emit SecretRevealed(id, side, secret);
    }

    /// @inheritdoc ICourt
    function arbitrate(uint256 id) external nonReentrant {
        DisputeState storage dispute = _awaiting(id, Stage.Seeded);
        bytes memory request = _request(dispute);
        uint256 cost = arbitrator.arbitrationCost(request);
        _requireWithinBond(cost);
        dispute.stage = Stage.Arbitrated;
        _payFee(id, address(arbitrator), cost);
        uint256 number = arbitrator.createDispute(CHOICES, request);
        dispute.arbitratorDisputeId = number;
        _ids[number] = id;
        emit DisputeArbitrated(id, number, cost);
    }

    /// @inheritdoc ICourt
    function appeal(uint256 id, Side side) external nonReentrant {
        if (side == Side.None) revert NoSide();
        DisputeState storage dispute = _awaiting(id, Stage.Arbitrated);
        bytes memory request = _request(dispute);
        uint256 number = dispute.arbitratorDisputeId;
        if (arbitrator.currentRuling(number) == uint256(side)) revert SideLeads(side);
        uint256 cost = arbitrator.appealCost(number, request);
        _requireWithinBond(feesOf(id) + cost);
        emit DisputeAppealed(id, side, msg.sender, cost);
        _addStake(id, side, cost);
        _payFee(id, address(arbitrator), cost);
        arbitrator.appeal(number, request);
    }

    /// @inheritdoc IArbitrable
    function rule(uint256 arbitratorDisputeId, uint256 ruling) external nonReentrant {
        if (msg.sender != address(arbitrator)) revert NotArbitrator(msg.sender);
        uint256 id = _ids[arbitratorDisputeId];
        if (id == 0) revert UnknownRuling(arbitratorDisputeId);
        _inStage(id, Stage.Arbitrated);
        emit Ruling(arbitrator, arbitratorDisputeId, ruling);
        _end(id, ruling > CHOICES ? Side.None : Side(ruling), false);
    }

    /// @inheritdoc ICourt
    function lapse(uint256 id) external {
        DisputeState storage dispute = _disputes[id];
        Stage stage = dispute.stage;
        if (stage == Stage.None || stage == Stage.Ended) {
            revert WrongStage(id, stage, Stage.Arbitrated);
        }
        if (block.timestamp <= dispute.deadline) revert WindowOpen(dispute.deadline);
        _end(id, _notSilent(dispute), true);
    }

    /// @inheritdoc ICourt
    function submitEvidence(uint256 id, bytes32 evidenceHash, string calldata location) external {
        emit Evidence(id, msg.sender, evidenceHash, location);
    }

    /// @inheritdoc ICourt
    function longestDispute() external view returns (uint256) {
        return uint256(_answerWindow) + _revealWindow + _arbitrationWindow;
    }

    /// @inheritdoc ICourt
    function bondFor(ILabelPool pool) public view returns (uint256) {
        return bond * (1 + _pending[pool]);
    }

    /// @inheritdoc ICourt
    function secretCommitment(bytes32 contentHash, address party, bytes32 secret)
        public
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(block.chainid, address(this), contentHash, party, secret));
    }

    function _revealDisputant(DisputeState storage dispute, bytes32 secret) private {
        if (dispute.disputantRevealed) revert AlreadyRevealed(Side.Disputant);
        bytes32 found = secretCommitment(dispute.contentHash, dispute.disputant, secret);
        if (found != dispute.disputantSecret) revert WrongSecret(found, dispute.disputantSecret);
        (dispute.disputantSecret, dispute.disputantRevealed) = (secret, true);
    }

    function _revealOperator(DisputeState storage dispute, bytes32 secret) private {
        if (dispute.operatorRevealed) revert AlreadyRevealed(Side.Operator);
        bytes32 found = secretCommitment(dispute.contentHash, dispute.respondent, secret);
        if (found != dispute.operatorSecret) revert WrongSecret(found, dispute.operatorSecret);
        (dispute.operatorSecret, dispute.operatorRevealed) = (secret, true);
    }

    /// @dev A dispute in this stage, whose window is open.
    function _awaiting(uint256 id, Stage stage)
        private
        view
        returns (DisputeState storage dispute)
    {
        dispute = _inStage(id, stage);
        if (block.timestamp > dispute.deadline) revert WindowClosed(dispute.deadline);
    }

    /// @dev What the fees leave of the loser's bond is the winners': at least half of it.
    function _requireWithinBond(uint256 fees) private view {
        if (2 * fees > bond) revert FeesBeyondBond(fees, bond / 2);
    }

    /// @dev The seed, and from whom and from when the jury is drawn.
    function _request(DisputeState storage dispute) private view returns (bytes memory) {
        bytes32 seed = keccak256(abi.encode(dispute.disputantSecret, dispute.operatorSecret));
        return
            abi.encode(JuryRequest(seed, dispute.openedAt, [dispute.disputant, dispute.respondent]));
    }

    /// @dev Who wins when the other is silent. A disputant who is silent too proved nothing.
    function _notSilent(DisputeState storage dispute) private view returns (Side) {
        if (dispute.stage == Stage.Opened) return Side.Disputant;
        if (dispute.stage != Stage.Answered) return Side.None;
        return dispute.disputantRevealed ? Side.Disputant : Side.Operator;
    }
}
