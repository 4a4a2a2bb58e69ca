// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IArbitrator} from "../../src/interfaces/IArbitrator.sol";
import {Complaint, CourtSettings, ICourt, Kind, Side} from "../../src/interfaces/ICourt.sol";
import {IJurorStake} from "../../src/interfaces/IJurorStake.sol";
import {IJury, JurySettings, Round} from "../../src/interfaces/IJury.sol";
import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {Periods, PoolSettings, ProjectTerms} from "../../src/interfaces/PoolTypes.sol";
import {Base} from "../Base.sol";
import {IMintable} from "../tokens/IMintable.sol";

/// @dev A pool with one checkpoint opened, a court over it, and a jury with a bench.
abstract contract CourtWorld is Base {
    uint256 internal constant UNIT = 1e12;
    uint256 internal constant FEE = 1e18;
    uint256 internal constant BOND = 50e18;
    uint256 internal constant SEAT_STAKE = 40e18;
    uint256 internal constant PART = 10e18;
    uint32 internal constant ANSWER_WINDOW = 2 days;
    uint32 internal constant SECRET_WINDOW = 1 days;
    uint32 internal constant ARBITRATION_WINDOW = 20 days;
    uint32 internal constant OVERDUE_GRACE = 6 hours;
    uint32 internal constant SEAT_EXIT_DELAY = 60 days;
    uint32 internal constant VOTE_WINDOW = 1 days;
    uint32 internal constant OPENING_INTERVAL = 1 days;
    uint32 internal constant CHALLENGE_WINDOW = 3 days;
    uint64 internal constant DEPOSIT = 1_000_000;
    uint64 internal constant POOL_BOND = 400_000;
    uint64 internal constant CREDIT = 100_000;
    uint256 internal constant JURORS = 30;
    bytes32 internal constant KEY = keccak256("record key");
    bytes32 internal constant DISPUTANT_SECRET = keccak256("disputant's secret");
    bytes32 internal constant OPERATOR_SECRET = keccak256("operator's secret");
    uint256 internal constant DISPUTANT = uint256(Side.Disputant);
    uint256 internal constant OPERATOR = uint256(Side.Operator);

    address internal immutable requester = namedAccount("requester");
    address internal immutable operator = namedAccount("operator");
    address internal immutable checkpointKey = namedAccount("checkpointKey");
    address internal immutable disputant = namedAccount("disputant");
    address internal immutable joiner = namedAccount("joiner");
    address internal immutable stranger = namedAccount("stranger");
    address internal immutable labeler = namedAccount("labeler");

    IMintable internal token;
    IRegistry internal registry;
    IJurorStake internal stake;
    IJury internal jury;
    ICourt internal court;
    ILabelPool internal pool;
    uint32 internal project;

    function build() internal {
        vm.warp(1_800_000_000);
        token = newToken();
        registry = IRegistry(
            deploy(
                "Registry.sol:Registry",
                abi.encode(uint32(1 days), uint32(1 days), token, SEAT_STAKE, SEAT_EXIT_DELAY)
            )
        );
        stake = IJurorStake(address(registry));
        jury = newJury(jurySettings());
        court = newCourt(courtSettings(jury));
        pool = newPool(address(court));
        takeBench(address(court));
        fund(disputant, address(court));
        fund(operator, address(court));
        fund(joiner, address(court));
        project = openProject();
        checkpoint(1, CREDIT);
        vm.warp(block.timestamp + 1 hours);
        openRecords(1);
    }

    function newToken() internal virtual returns (IMintable) {
        return IMintable(deploy("TestDollar.sol:TestDollar", ""));
    }

    function newJury(JurySettings memory settings) internal returns (IJury) {
        return IJury(deploy("Jury.sol:Jury", abi.encode(settings)));
    }

    function newCourt(CourtSettings memory settings) internal returns (ICourt) {
        return ICourt(deploy("Court.sol:Court", abi.encode(settings)));
    }

    function jurySettings() internal view returns (JurySettings memory) {
        return JurySettings(stake, FEE, 3, VOTE_WINDOW, VOTE_WINDOW, VOTE_WINDOW);
    }

    function courtSettings(IArbitrator arbitrator) internal pure returns (CourtSettings memory) {
        return CourtSettings({
            arbitrator: arbitrator,
            bond: BOND,
            answerWindow: ANSWER_WINDOW,
            revealWindow: SECRET_WINDOW,
            arbitrationWindow: ARBITRATION_WINDOW,
            overdueGrace: OVERDUE_GRACE
        });
    }

    function newPool(address court_) internal returns (ILabelPool made) {
        Periods memory periods = Periods({
            settleWithin: 1 hours,
            grace: 1 hours,
            checkpointInterval: 1 hours,
            closeNotice: 1 days,
            floatExitDelay: 1 days,
            bondExitDelay: 3 days,
            openingInterval: OPENING_INTERVAL,
            challengeWindow: CHALLENGE_WINDOW,
            claimTime: 40 days
        });
        PoolSettings memory settings =
            PoolSettings(token, registry, operator, court_, 6, 1_000, periods);
        made = ILabelPool(deploy("LabelPool.sol:LabelPool", abi.encode(settings)));
        fund(requester, address(made));
        fund(operator, address(made));
        vm.prank(operator);
        made.addBond(POOL_BOND);
        vm.prank(operator);
        registry.setKeys(checkpointKey, namedAccount("receiptKey"));
        address[] memory labelers = new address[](1);
        labelers[0] = labeler;
        registry.register(labelers);
    }

    function namedAccount(string memory name) internal pure returns (address) {
        return vm.addr(uint256(keccak256(bytes(name))));
    }

    function juror(uint256 number) internal pure returns (address) {
        return address(uint160(0x10000 + number));
    }

    function fund(address account, address spender) internal {
        token.mint(account, 1e30);
        vm.prank(account);
        token.approve(spender, type(uint256).max);
    }

    function takeBench(address court_) internal {
        for (uint256 i = 0; i < JURORS; ++i) {
            fund(juror(i), address(stake));
            vm.prank(juror(i));
            stake.takeSeats(address(jury), court_, 1);
        }
        vm.warp(block.timestamp + 1);
    }

    function openProject() internal returns (uint32) {
        vm.prank(requester);
        return pool.openProject(ProjectTerms(keccak256("manifest"), "store", 500, DEPOSIT), DEPOSIT);
    }

    function checkpoint(uint32 number, uint64 amount) internal {
        bytes memory entries = abi.encodePacked(uint32(1), uint32(amount));
        vm.prank(checkpointKey);
        pool.checkpoint(project, number, keccak256("record"), entries);
    }

    function openRecords(uint32 number) internal {
        vm.prank(checkpointKey);
        pool.open(project, number, KEY);
    }

    /// @dev A complaint over the first opening that awards the requester `amount`.
    function complaintOf(uint64 amount) internal view returns (Complaint memory complaint) {
        complaint.pool = pool;
        complaint.project = project;
        complaint.opening = 1;
        complaint.checkpoint = 1;
        complaint.kind = Kind.WrongScore;
        complaint.statement = keccak256("statement");
        complaint.beneficiaries = new address[](1);
        complaint.amounts = new uint64[](1);
        complaint.beneficiaries[0] = requester;
        complaint.amounts[0] = amount;
    }

    function complaintNow() internal view returns (Complaint memory) {
        return complaintOf(60_000);
    }

    function openDispute(Complaint memory complaint) internal returns (uint256) {
        bytes32 content = court.contentHashOf(complaint);
        bytes32 commitment = court.secretCommitment(content, disputant, DISPUTANT_SECRET);
        vm.prank(disputant);
        return court.open(complaint, commitment, type(uint256).max);
    }

    function openDispute() internal returns (uint256) {
        return openDispute(complaintNow());
    }

    function answer(uint256 id) internal {
        bytes32 content = court.disputeOf(id).contentHash;
        bytes32 commitment = court.secretCommitment(content, operator, OPERATOR_SECRET);
        vm.prank(operator);
        court.answer(id, commitment);
    }

    function revealBoth(uint256 id) internal {
        court.reveal(id, Side.Disputant, DISPUTANT_SECRET);
        court.reveal(id, Side.Operator, OPERATOR_SECRET);
    }

    function seeded() internal returns (uint256 id) {
        id = openDispute();
        answer(id);
        revealBoth(id);
    }

    /// @dev A dispute that the jury decides; `number` is the jury's.
    function arbitrated() internal returns (uint256 id, uint256 number) {
        id = seeded();
        court.arbitrate(id);
        number = court.disputeOf(id).arbitratorDisputeId;
    }

    function salt(uint256 place) internal pure returns (bytes32) {
        return keccak256(abi.encode("salt", place));
    }

    function commitPlace(uint256 number, uint256 place, uint8 vote) internal {
        address account = jury.placesOf(number)[place].juror;
        bytes32 commitment = jury.voteCommitment(number, place, account, vote, salt(place));
        vm.prank(account);
        jury.commitVote(number, place, commitment);
    }

    function lastRound(uint256 number) internal view returns (Round memory) {
        Round[] memory rounds = jury.roundsOf(number);
        return rounds[rounds.length - 1];
    }

    /// @dev The last round votes: so many for 1, then so many for 2, the others not at all.
    function voteRound(uint256 number, uint256 ones, uint256 twos) internal {
        Round memory round = lastRound(number);
        uint256 first = round.firstPlace;
        for (uint256 i = 0; i < ones + twos; ++i) {
            commitPlace(number, first + i, i < ones ? 1 : 2);
        }
        vm.warp(round.commitEndsAt + 1);
        for (uint256 i = 0; i < ones + twos; ++i) {
            jury.revealVote(number, first + i, i < ones ? 1 : 2, salt(first + i));
        }
        vm.warp(round.revealEndsAt + 1);
    }

    function afterAppeals(uint256 number) internal {
        vm.warp(lastRound(number).revealEndsAt + VOTE_WINDOW + 1);
    }

    /// @dev A dispute that the jury decided in its first round.
    function ruled(uint256 ones, uint256 twos) internal returns (uint256 id, uint256 number) {
        (id, number) = arbitrated();
        voteRound(number, ones, twos);
        afterAppeals(number);
        jury.executeRuling(number);
    }

    function afterDeadline(uint256 id) internal {
        vm.warp(court.disputeOf(id).deadline + 1);
    }
}
